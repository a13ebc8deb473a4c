package io.github.spotbatch.testing.internal.image;

/** How much an image may be once it is unpacked, so that a small one cannot fill the disk. */
final class UnpackLimit {

  private final long maxBytes;
  private final int maxEntries;
  private long bytes;
  private int entries;

  UnpackLimit(long maxBytes, int maxEntries) {
    this.maxBytes = maxBytes;
    this.maxEntries = maxEntries;
  }

  /** Ten GiB and a million entries. */
  static UnpackLimit usual() {
    return new UnpackLimit(10L << 30, 1_000_000);
  }

  void addEntry() {
    if (++entries > maxEntries) {
      throw new UnusableImage("the image's layers have more than " + maxEntries + " entries");
    }
  }

  /** To be told before the bytes are written. */
  void addBytes(long more) {
    bytes += more;
    if (bytes > maxBytes) {
      throw new UnusableImage(
          "the image's layers are larger than " + maxBytes + " bytes once they are unpacked");
    }
  }
}
