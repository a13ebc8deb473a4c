package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import java.util.List;
import java.util.Set;

/**
 * What still refers to images and revisions.
 *
 * @param used the ARNs of the revisions that jobs use which have not ended
 * @param texts all that may name an image, as texts: what kind of definition it is in, and in which
 *     of its containers, does not matter then
 */
record Pins(Set<String> used, List<String> texts) {

  Pins {
    used = Set.copyOf(used);
    texts = List.copyOf(texts);
  }

  boolean uses(AwsResource revision) {
    return used.contains(revision.id());
  }

  /**
   * Whether an image may be needed.
   *
   * @param image named by repository and tag, with its digest as its id
   */
  boolean pins(AwsResource image) {
    return texts.stream()
        .anyMatch(text -> text.contains(image.id()) || text.contains(image.awsName()));
  }
}
