package io.github.spotbatch.internal.changes;

import io.github.spotbatch.UpdateClass;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequest;

/** How something that is there becomes what is wanted. */
public sealed interface Change {

  /**
   * Under its name, by some requests.
   *
   * @param reason what to know about the class; may be empty
   */
  record InPlace(UpdateClass updateClass, String reason, List<AwsRequest> requests)
      implements Change {

    public InPlace {
      requests = List.copyOf(requests);
    }
  }

  /**
   * By another one that is made beside it and takes its place.
   *
   * @param reason why not under its name
   */
  record Replacement(String reason) implements Change {}

  /**
   * Not at all.
   *
   * @param reason why, and what to do instead
   */
  record Refusal(String reason) implements Change {}
}
