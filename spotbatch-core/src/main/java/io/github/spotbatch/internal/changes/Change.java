package io.github.spotbatch.internal.changes;

import io.github.spotbatch.UpdateClass;
import java.util.List;
import java.util.Set;
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

    /** By requests of which nothing that runs takes notice. */
    static InPlace quiet(List<AwsRequest> requests) {
      return new InPlace(UpdateClass.NONE, "", requests);
    }
  }

  /** By one more revision beside those that are there. */
  record Revision() implements Change {}

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
  record Refusal(String reason) implements Change {

    /** AWS has no request for it, and the name leaves no room for another one. */
    static Refusal of(Set<String> members, String remedy) {
      return new Refusal(
          "AWS cannot change its %s; %s".formatted(String.join(", ", members), remedy));
    }
  }
}
