package io.github.spotbatch.internal.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes a tar of plain files with short names. Not thread-safe. */
final class TarWriter implements AutoCloseable {

  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int SIZE_OFFSET = 124;
  private static final int CHECKSUM_OFFSET = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE_OFFSET = 156;
  private static final int MAGIC_OFFSET = 257;

  private final OutputStream out;

  TarWriter(Path file) throws IOException {
    this.out = new BufferedOutputStream(Files.newOutputStream(file));
  }

  void add(String name, byte[] content) throws IOException {
    out.write(header(name, content.length));
    out.write(content);
    pad(content.length);
  }

  void add(String name, Path content) throws IOException {
    long length = Files.size(content);
    out.write(header(name, length));
    Files.copy(content, out);
    pad(length);
  }

  private static byte[] header(String name, long length) {
    if (name.length() > NAME_LENGTH) {
      throw new IllegalArgumentException("too long a name: " + name);
    }
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, NAME_LENGTH, "0000644\0");
    put(header, SIZE_OFFSET, String.format("%011o\0", length));
    header[TYPE_OFFSET] = '0';
    put(header, MAGIC_OFFSET, "ustar\00000");
    Arrays.fill(header, CHECKSUM_OFFSET, CHECKSUM_OFFSET + CHECKSUM_LENGTH, (byte) ' ');
    int sum = 0;
    for (byte value : header) {
      sum += value & 0xFF;
    }
    put(header, CHECKSUM_OFFSET, String.format("%06o\0 ", sum));
    return header;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }

  private void pad(long length) throws IOException {
    out.write(new byte[(int) ((BLOCK - length % BLOCK) % BLOCK)]);
  }

  @Override
  public void close() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.close();
  }
}
