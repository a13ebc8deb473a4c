package io.github.spotbatch.internal.image;

import io.github.spotbatch.exception.ImageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an image is: {@code host/repository:tag@digest} with Docker's defaults.
 *
 * @param host of the registry, with the port if there is one
 * @param digest wins over the tag
 */
public record ImageReference(
    String host, String repository, @Nullable String tag, @Nullable String digest) {

  private static final String DOCKER_HUB = "registry-1.docker.io";

  /** The suffixes are those of AWS's partitions. */
  private static final Pattern ECR =
      Pattern.compile(
          "\\d{12}\\.dkr[.-]ecr(-fips)?\\.[a-z0-9-]+\\.(amazonaws\\.com(\\.cn)?|amazonaws\\.eu|on\\.aws"
              + "|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)");

  private static final Pattern FORM =
      Pattern.compile(
          "(?<name>[^:@\\s]+(:\\d+/[^:@\\s]+)?)(:(?<tag>[\\w][\\w.-]{0,127}))?(@(?<digest>\\w+:[0-9a-f]{32,}))?");

  public static ImageReference parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new ImageException(
          "%s is no reference of an image: it must look like registry/repository:tag or registry/repository@sha256:..."
              .formatted(text));
    }
    String name = parts.group("name");
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean hasHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    String path = hasHost ? name.substring(slash + 1) : name;
    boolean hub = !hasHost || first.equals("docker.io") || first.equals("index.docker.io");
    return new ImageReference(
        hub ? DOCKER_HUB : first,
        hub && !path.contains("/") ? "library/" + path : path,
        parts.group("tag"),
        parts.group("digest"));
  }

  /** What to ask the registry for. */
  String version() {
    return digest != null ? digest : tag != null ? tag : "latest";
  }

  /** With the host that people write, which of Docker Hub is another than it answers at. */
  String dockerName() {
    String name = toString();
    return host.equals(DOCKER_HUB) ? "docker.io" + name.substring(DOCKER_HUB.length()) : name;
  }

  /** Whether it is in an ECR of AWS, to which the account's token may go. */
  boolean inEcr() {
    return isEcr(host);
  }

  public static boolean isEcr(String host) {
    return ECR.matcher(host).matches();
  }

  /** The same repository behind another host. */
  ImageReference at(String otherHost) {
    return new ImageReference(otherHost, repository, tag, digest);
  }

  /** The image that the digest names, whatever happens to the tag. */
  ImageReference pinned(String newDigest) {
    return new ImageReference(host, repository, null, newDigest);
  }

  @Override
  public String toString() {
    return host + "/" + repository + (digest != null ? "@" + digest : ":" + version());
  }
}
