//! What is read of a picture, and the smaller copies made of it.
