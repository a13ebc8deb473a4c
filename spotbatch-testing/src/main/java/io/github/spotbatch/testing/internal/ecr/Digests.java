package io.github.spotbatch.testing.internal.ecr;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The names of manifests and layers: {@code sha256:} and 64 hex digits. */
final class Digests {

  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final String PREFIX = "sha256:";

  private Digests() {}

  static boolean isDigest(String text) {
    return FORM.matcher(text).matches();
  }

  static String of(String text) {
    return of(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static String of(byte[] hash) {
    return PREFIX + HexFormat.of().formatHex(hash);
  }

  /** The hex digits alone, which are a safe file name. */
  static String hex(String digest) {
    if (!isDigest(digest)) {
      throw new IllegalArgumentException("no digest: '" + digest + "'");
    }
    return digest.substring(PREFIX.length());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
