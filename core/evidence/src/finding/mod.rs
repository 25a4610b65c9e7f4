//! What can be said about a photo: findings E1–E10.
