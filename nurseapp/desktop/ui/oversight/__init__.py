"""Pages beside the places: who has seen a member, and what else is looked into now and then."""
