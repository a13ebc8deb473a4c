package io.github.spotbatch.internal.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files that nobody should find in an image, told by their names and by what small ones hold. */
final class CredentialFiles {

  private static final List<Pattern> NAMES =
      List.of(
          Pattern.compile("credentials(\\.(json|csv|properties|ya?ml|xml|txt|ini))?"),
          Pattern.compile(".*credentials.*\\.json"),
          Pattern.compile("\\.env(\\..+)?"),
          Pattern.compile("\\.(netrc|npmrc|pypirc|pgpass|dockercfg|git-credentials|vault-token)"),
          Pattern.compile("id_(rsa|dsa|ecdsa|ed25519)"),
          Pattern.compile(".*\\.(pem|p12|pfx|jks|keystore|key|ppk|kdbx|asc)"),
          Pattern.compile("(service-?account|client_secret).*\\.json"),
          Pattern.compile("rootkey\\.csv|.*accesskeys\\.csv|htpasswd|\\.htpasswd"));

  private static final Pattern DIRECTORY =
      Pattern.compile("(^|.*/)\\.(aws|docker|ssh|gnupg|kube|azure)/.*|(^|.*/)\\.config/gcloud/.*");

  private static final Pattern CONTENT =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----"
              + "|\\b(AKIA|ASIA)[0-9A-Z]{16}\\b"
              + "|aws_secret_access_key\\s*[=:]\\s*[A-Za-z0-9/+]{40}\\b",
          Pattern.CASE_INSENSITIVE);

  /** Larger files are data; whoever keeps a key in one has hidden it well. */
  private static final long MOST_BYTES = 256 * 1024;

  private CredentialFiles() {}

  /**
   * Why a file looks like one, if it does.
   *
   * @param path below the directory that is packed; where a link leads to counts as well
   */
  static Optional<String> reason(Path file, String path) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (NAMES.stream().anyMatch(pattern -> pattern.matcher(name).matches())) {
      return Optional.of("its name");
    }
    String real = file.toRealPath().toString().replace('\\', '/');
    boolean linked = Files.isSymbolicLink(file) && DIRECTORY.matcher(real).matches();
    if (linked || DIRECTORY.matcher(path).matches()) {
      return Optional.of("its directory");
    }
    if (name.endsWith(".class") || name.endsWith(".jar") || Files.size(file) > MOST_BYTES) {
      return Optional.empty();
    }
    String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    return CONTENT.matcher(content).find() ? Optional.of("what it holds") : Optional.empty();
  }
}
