/** Names to make people of: common ones from many countries, put together at random, so that nobody real is meant. */
const words = (text: string): readonly string[] => text.trim().split(/\s+/)

export const firstNames = words(`
  Amina Lukas Sofía Mateusz Ingrid Chidi Yuki Priya Luca Élodie Henrik Zeynep Arjun Camille Niklas Fatima João Saoirse
  Dmitri Leila Björn Mei Thabo Ana Jakub Noor Emil Valentina Kenji Aisha Pedro Astrid Tariq Hannah Ivan Chloé Søren Grace
  Rafael Marta Omar Linnea Kwame Julia Tomáš Wei Bruno Ebba Samuel Irina Nikolaos Paula Hiroshi Nadia Felix Zsófia Diego
  Maja Hassan Freya Kofi Elena Mikkel Rania Stefan Lucía Anders Adaeze Miguel Katarzyna Youssef Clara Jan Thandiwe Marco
  Olga Rasmus Sunita Daniel Beatriz Piotr Akira Layla Jonas Margarida Viktor Ngozi Andrés Tuva Ali Jana Rohan Isabelle
  Matteo Ayşe Oskar Rosa Farid Signe Pavel Marie Vikram Inês Erik Samira Tobias Nneka László Carmen Sven Mariam Håkon
  Lena Ravi Teresa Karim Agnieszka Martín Sanne Minh Gloria Tiago Eszter Nils Zainab Aleksander Renée Ibrahim Lotte
`)

export const lastNames = words(`
  Müller García Kowalski Nguyen Okafor Rossi Andersson Tanaka Silva Novák Yılmaz Dubois Hansen Sharma Papadopoulos Ivanova
  Ramírez Svensson Kim Fischer Mensah Costa Nielsen Haddad Horváth Moreau Schneider Patel Lindqvist Popescu Okonkwo Weber
  Fernández Wójcik Bianchi Johansen Chen Bauer Oliveira Dvořák Demir Laurent Pedersen Iyer Georgiou Petrov Torres Nyström
  Park Hoffmann Boateng Pereira Larsen Mansour Szabó Lefèvre Wagner Reddy Bergström Ionescu Adeyemi Krüger Martínez
  Zieliński Ferrari Olsen Wang Schäfer Santos Procházka Kaya Rousseau Sørensen Nair Dimitriou Volkov Castillo Håkansson Choi
  Becker Asante Almeida Møller Khoury Nagy Girard Richter Mehta Sandberg Dumitru Eze Vogel Navarro Lewandowski Conti
  Halvorsen Zhang Klein Ribeiro Svoboda Öztürk Fontaine Lund Chatterjee Makris Sokolov Herrera Ekström Jung Wolf Owusu
  Carvalho Dahl Nasser Tóth Mercier Neumann Banerjee Åberg Stan Nwosu Braun Ortega Kamiński Greco Berg Liu Zimmermann Gomes
  Černý Şahin Blanchard Holm Kapoor Katsaros Morozov Vargas Löfgren Lim Hartmann Osei Teixeira Friis Aziz Kiss Faure Lange
  Desai Norberg Radu Balogun Krause Molina Woźniak Ricci Moen Huang Lehmann Mbeki Dlamini Walsh Byrne O'Connor Visser Jansen
`)

const beyondMarks: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', ß: 'ss', æ: 'ae', ı: 'i', đ: 'd' }
/** A name as it stands in an address: a to z only. */
export const inAddress = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[øłßæıđ]/g, (letter) => beyondMarks[letter] ?? '')
    .replace(/[^a-z]/g, '')
