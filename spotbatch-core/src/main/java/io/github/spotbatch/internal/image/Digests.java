package io.github.spotbatch.internal.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests as registries write them. */
final class Digests {

  private static final String PREFIX = "sha256:";

  /** Enough that no two images of a repository share it. */
  private static final int TAG_LENGTH = 16;

  private static final int BUFFER = 1 << 16;

  private Digests() {}

  static String sha256(byte[] bytes) {
    return PREFIX + HexFormat.of().formatHex(sha256().digest(bytes));
  }

  static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream bytes = Files.newInputStream(file)) {
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return PREFIX + HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A tag that follows from the content, so that a repository of immutable tags takes it. */
  static String tag(String digest) {
    return digest.substring(PREFIX.length(), PREFIX.length() + TAG_LENGTH);
  }
}
