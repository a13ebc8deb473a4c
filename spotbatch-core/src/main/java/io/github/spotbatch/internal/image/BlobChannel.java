package io.github.spotbatch.internal.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads one region of a file. Not thread-safe. */
final class BlobChannel extends InputStream {

  private final FileChannel file;
  private final long end;
  private long position;

  BlobChannel(FileChannel file, ImageTar.Region region) {
    this.file = file;
    this.position = region.offset();
    this.end = region.offset() + region.length();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (position >= end) {
      return -1;
    }
    int most = (int) Math.min(length, end - position);
    int read = file.read(ByteBuffer.wrap(bytes, offset, most), position);
    position += Math.max(read, 0);
    return read;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
