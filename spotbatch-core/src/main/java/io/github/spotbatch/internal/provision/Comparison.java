package io.github.spotbatch.internal.provision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * What tells something that is there from what is wanted.
 *
 * @param differences what would have to change, as {@link Differences} says it
 * @param missing the requests that have not been sent yet
 */
record Comparison(List<String> differences, List<AwsRequest> missing) {

  /** What tells apart the requests of one operation: a role can have several policies. */
  private static final List<String> KEYS = List.of("policyArn", "policyName");

  Comparison {
    differences = List.copyOf(differences);
    missing = List.copyOf(missing);
  }

  /**
   * Compares all requests of one thing.
   *
   * @param there those that would make it as it is
   */
  static Comparison of(List<AwsRequest> there, List<AwsRequest> wanted) {
    Map<String, AwsRequest> rest = new LinkedHashMap<>();
    there.forEach(request -> rest.put(identity(request), request));
    List<String> differences = new ArrayList<>();
    List<AwsRequest> missing = new ArrayList<>();
    for (AwsRequest request : wanted) {
      AwsRequest same = rest.remove(identity(request));
      if (same == null) {
        missing.add(request);
      } else {
        String part = key(request).isEmpty() ? "" : key(request) + ".";
        Differences.between(same, request).forEach(found -> differences.add(part + found));
      }
    }
    rest.values().forEach(request -> differences.add(key(request) + " -> none"));
    return new Comparison(differences, missing);
  }

  private static String identity(AwsRequest request) {
    return request.getClass().getSimpleName() + " " + key(request);
  }

  private static String key(AwsRequest request) {
    Map<String, Object> members = RequestTree.of(request).members();
    return KEYS.stream()
        .map(members::get)
        .filter(Objects::nonNull)
        .map(Object::toString)
        .findFirst()
        .orElse("");
  }
}
