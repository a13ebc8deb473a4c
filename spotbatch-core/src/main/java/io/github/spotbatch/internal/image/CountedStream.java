package io.github.spotbatch.internal.image;

import io.github.spotbatch.internal.image.ImageTar.Blob;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells how much of a large blob has been read, at each tenth. */
final class CountedStream extends FilterInputStream {

  private static final long LARGE = 4L * 1024 * 1024;
  private static final int STEPS = 10;

  private final Blob blob;
  private final PushProgress progress;
  private final long step;
  private long read;
  private long next;

  CountedStream(InputStream bytes, Blob blob, PushProgress progress) {
    super(bytes);
    this.blob = blob;
    this.progress = progress;
    this.step = blob.bytes() < LARGE ? Long.MAX_VALUE : blob.bytes() / STEPS;
    this.next = step;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    count(count);
    return count;
  }

  private void count(int bytes) {
    read += Math.max(bytes, 0);
    if (bytes > 0 && read >= next && read < blob.bytes()) {
      next = read + step;
      progress.tell(
          "%s: %s of %s".formatted(blob.name(), Bytes.text(read), Bytes.text(blob.bytes())));
    }
  }
}
