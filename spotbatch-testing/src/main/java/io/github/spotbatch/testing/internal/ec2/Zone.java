package io.github.spotbatch.testing.internal.ec2;

import java.util.List;
import java.util.stream.Stream;

/**
 * An Availability Zone.
 *
 * @param name such as {@code us-east-1a}
 * @param id such as {@code use1-az1}, the same zone for every account
 */
public record Zone(String name, String id) {

  /** The three zones that every Region of the fake has. */
  static List<Zone> of(String region) {
    return Stream.of(1, 2, 3)
        .map(number -> new Zone(region + (char) ('a' + number - 1), abbreviate(region, number)))
        .toList();
  }

  // us-east-1 gives use1, ap-northeast-1 apne1, us-gov-west-1 usgw1.
  private static String abbreviate(String region, int number) {
    StringBuilder id = new StringBuilder();
    String[] words = region.split("-", -1);
    id.append(words[0]);
    for (int i = 1; i < words.length; i++) {
      id.append(
          switch (words[i]) {
            case "northeast" -> "ne";
            case "northwest" -> "nw";
            case "southeast" -> "se";
            case "southwest" -> "sw";
            default -> words[i].substring(0, 1);
          });
    }
    return id.append("-az").append(number).toString();
  }
}
