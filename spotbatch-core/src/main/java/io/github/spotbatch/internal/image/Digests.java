package io.github.spotbatch.internal.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests as registries write them. */
final class Digests {

  private static final String PREFIX = "sha256:";

  /** Enough that no two images of a repository share it. */
  private static final int TAG_LENGTH = 16;

  private Digests() {}

  static String sha256(byte[] bytes) {
    try {
      return PREFIX + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A tag that follows from the content, so that a repository of immutable tags takes it. */
  static String tag(String digest) {
    return digest.substring(PREFIX.length(), PREFIX.length() + TAG_LENGTH);
  }
}
