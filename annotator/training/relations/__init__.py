"""The `relation_extractor` component: which pairs of entities are related, how, and how sure that is."""
