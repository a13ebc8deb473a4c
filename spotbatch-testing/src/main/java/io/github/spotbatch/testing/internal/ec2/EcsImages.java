package io.github.spotbatch.testing.internal.ec2;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The machine images for container hosts that AWS publishes in one Region, again and again. */
public final class EcsImages {

  private final String region;
  private int release = 1;

  EcsImages(String region) {
    this.region = region;
  }

  /** The number of the newest release. */
  public int release() {
    return release;
  }

  /** Publishes all images anew. */
  public void publish() {
    release++;
  }

  /**
   * The id of an image.
   *
   * @param imageType such as {@code ECS_AL2023}
   * @param architecture such as {@code x86_64}
   * @param number of the release
   */
  public String id(String imageType, String architecture, int number) {
    String what = String.join("/", region, imageType, architecture, Integer.toString(number));
    String digits =
        UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
    return "ami-" + digits.substring(0, 17);
  }
}
