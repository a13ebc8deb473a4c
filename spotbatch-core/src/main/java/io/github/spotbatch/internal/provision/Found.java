package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * What stands in the place of a planned resource.
 *
 * @param owned empty: it belongs to somebody else
 * @param requests those that would make it as it is; if it is not ours, at least its tags
 * @param state whether it can be used
 * @param status what AWS says of it, if it cannot be used
 * @param successor what another one that takes its place would be called; empty if its name is the
 *     only one that there can be
 * @param others what else of the stack's own could stand in this place, the newest first
 * @param mark what tells it from another of the same name, where its id does not; may be empty
 */
record Found(
    Optional<AwsResource> owned,
    List<AwsRequest> requests,
    State state,
    String status,
    Optional<String> successor,
    List<Found> others,
    String mark) {

  enum State {
    USABLE,
    /** It will be usable, or can be made so. */
    PENDING,
    /** Somebody has to see to it. */
    BROKEN
  }

  Found {
    requests = List.copyOf(requests);
    others = List.copyOf(others);
  }

  Found(
      Optional<AwsResource> owned,
      List<AwsRequest> requests,
      State state,
      String status,
      Optional<String> successor,
      List<Found> others) {
    this(owned, requests, state, status, successor, others, "");
  }

  Found with(List<Found> alternatives) {
    return new Found(owned, requests, state, status, successor, alternatives, mark);
  }

  Found marked(String text) {
    return new Found(owned, requests, state, status, successor, others, text);
  }

  static Found of(Optional<AwsResource> owned, List<AwsRequest> requests) {
    return new Found(owned, requests, State.USABLE, "", Optional.empty(), List.of());
  }

  static Found foreign(List<AwsRequest> asItIs) {
    return of(Optional.empty(), asItIs);
  }
}
