package io.github.spotbatch.testing.internal.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes the archive of a layer, with all that a hostile one could have. */
final class TestLayer {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

  private TestLayer() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  static TestLayer layer() {
    return new TestLayer();
  }

  TestLayer file(String path, String contents) {
    return file(path, 0644, contents);
  }

  TestLayer file(String path, int mode, String contents) {
    return file(path, mode, contents.getBytes(StandardCharsets.UTF_8));
  }

  TestLayer file(String path, int mode, byte[] contents) {
    return entry(path, TarConstants.LF_NORMAL, mode, "", contents);
  }

  TestLayer directory(String path) {
    return entry(path, TarConstants.LF_DIR, 0755, "", new byte[0]);
  }

  TestLayer symlink(String path, String target) {
    return entry(path, TarConstants.LF_SYMLINK, 0777, target, new byte[0]);
  }

  TestLayer hardLink(String path, String target) {
    return entry(path, TarConstants.LF_LINK, 0644, target, new byte[0]);
  }

  TestLayer special(String path, byte type) {
    return entry(path, type, 0644, "", new byte[0]);
  }

  private TestLayer entry(String path, byte type, int mode, String target, byte[] contents) {
    TarArchiveEntry entry = new TarArchiveEntry(path, type, true);
    entry.setMode(mode);
    entry.setLinkName(target);
    entry.setSize(contents.length);
    try {
      tar.putArchiveEntry(entry);
      tar.write(contents);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  byte[] plain() {
    try {
      tar.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  byte[] gzip() {
    byte[] tar = plain();
    return gzipInParts(tar, tar.length);
  }

  /** Compressed in several members, as some builders do so that layers can be read from within. */
  static byte[] gzipInParts(byte[] tar, int length) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    for (int from = 0; from < tar.length; from += length) {
      try (OutputStream gzip = new GZIPOutputStream(compressed)) {
        gzip.write(tar, from, Math.min(length, tar.length - from));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return compressed.toByteArray();
  }
}
