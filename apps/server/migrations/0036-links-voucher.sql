/* The organization on whose word a sign-in was linked: whoever makes organizations below theirs, and links them posing as somebody,
   would have as many counts of tries as they make. Null: with something of the person's own, or by whoever speaks for the address.
   No reference: it names a count, and goes on doing so whatever becomes of the organization. Of links that are there it is not known. */
alter table federated_links add column voucher_id uuid;
