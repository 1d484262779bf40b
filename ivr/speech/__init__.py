"""The ear: sound in, words out. Google Cloud Speech where it can be had, and an ear that works offline."""
