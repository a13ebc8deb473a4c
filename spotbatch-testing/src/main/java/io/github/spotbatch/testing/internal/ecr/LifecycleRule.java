package io.github.spotbatch.testing.internal.ecr;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a lifecycle policy.
 *
 * @param tagPatterns what tags an image must have, one for each; none unless it is for tagged ones
 * @param count how many images stay; 0 if the rule goes by age
 * @param age how old an image may become; null if the rule goes by their number
 */
record LifecycleRule(
    int priority,
    TagStatus tagStatus,
    List<Pattern> tagPatterns,
    int count,
    @Nullable Duration age) {

  /** Which images a rule is for. */
  enum TagStatus {
    TAGGED,
    UNTAGGED,
    ANY
  }

  /** Whether the rule is for the image; no rule after it can expire the image then. */
  boolean selects(Image image) {
    return switch (tagStatus) {
      case ANY -> true;
      case UNTAGGED -> image.tags().isEmpty();
      case TAGGED ->
          tagPatterns.stream()
              .allMatch(
                  pattern -> image.tags().stream().anyMatch(tag -> pattern.matcher(tag).matches()));
    };
  }

  /**
   * Since when each of the images that the rule selects is to go, if it is.
   *
   * @param inOrder the images in the order of their pushes, which time alone need not tell
   */
  List<Due> due(List<Image> inOrder) {
    List<Image> newestFirst = new ArrayList<>(inOrder.stream().filter(this::selects).toList());
    Collections.reverse(newestFirst);
    List<Due> due = new ArrayList<>();
    for (int i = 0; i < newestFirst.size(); i++) {
      Image image = newestFirst.get(i);
      int at = i;
      condition(newestFirst, at)
          .map(since -> since.isBefore(image.taggedAt()) ? image.taggedAt() : since)
          .ifPresent(since -> due.add(new Due(image, since)));
    }
    return due;
  }

  /** An image that is to go. */
  record Due(Image image, Instant since) {}

  private Optional<Instant> condition(List<Image> newestFirst, int at) {
    if (age != null) {
      return Optional.of(newestFirst.get(at).pushedAt().plus(age));
    }
    // The image became one too many when the last of those that count before it was pushed.
    return at < count ? Optional.empty() : Optional.of(newestFirst.get(at - count).pushedAt());
  }
}
