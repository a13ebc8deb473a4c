package io.github.spotbatch.testing.internal.ecr;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A layer on its way in: a file that grows, and the digest of what it holds. Thread-safe; one
 * writes at a time, and nobody who only asks waits for one who writes.
 */
final class LayerUpload {

  /** Every part of a layer but its last is at least so large, says AWS's documentation. */
  private static final long SMALLEST_PART = 5L << 20;

  private static final int BUFFER = 1 << 16;

  private final String id;
  private final Path file;
  private final MessageDigest digest = Digests.sha256();
  private final ReentrantLock writing = new ReentrantLock();
  private long lastPart = SMALLEST_PART;
  private final AtomicLong size = new AtomicLong();
  private boolean partTooSmall;
  private boolean finished;

  LayerUpload(String id, Path file) {
    this.id = id;
    this.file = file;
  }

  String id() {
    return id;
  }

  Path file() {
    return file;
  }

  /** The bytes that have come. */
  long size() {
    return size.get();
  }

  /** Whether a part that was not the last was too small. */
  boolean partTooSmall() {
    return partTooSmall;
  }

  /**
   * Takes in all that comes. What came before a broken connection stays.
   *
   * @throws IOException if it breaks, or if the upload has ended
   */
  void append(InputStream bytes) throws IOException {
    writing.lock();
    try {
      if (finished) {
        throw new IOException("upload " + id + " has ended");
      }
      write(bytes);
    } finally {
      writing.unlock();
    }
  }

  /** The same of one part of several, each of which comes under the world's lock. */
  void appendPart(InputStream bytes) throws IOException {
    partTooSmall |= lastPart < SMALLEST_PART;
    long before = size();
    append(bytes);
    lastPart = size() - before;
  }

  private void write(InputStream bytes) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        keep(out, buffer, read);
        digest.update(buffer, 0, read);
        size.addAndGet(read);
      }
    }
  }

  /** A full disk is not the sender's fault. */
  private static void keep(OutputStream out, byte[] buffer, int length) {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a layer of the fake's registry", e);
    }
  }

  /**
   * Ends the upload.
   *
   * @return the digest of all that has come; empty if somebody is still writing, and nothing has
   *     ended then
   */
  Optional<String> finish() {
    if (!writing.tryLock()) {
      return Optional.empty();
    }
    try {
      finished = true;
      return Optional.of(Digests.of(digest.digest()));
    } finally {
      writing.unlock();
    }
  }
}
