package io.github.spotbatch.internal.diff;

import io.github.spotbatch.FieldChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * What tells something that is there from what is wanted.
 *
 * @param changes what would have to change, as {@link Differences} finds it
 * @param missing the requests that have not been sent yet
 */
public record Comparison(List<FieldChange> changes, List<AwsRequest> missing) {

  /** What tells apart the requests of one operation: a role can have several policies. */
  private static final List<String> KEYS = List.of("policyArn", "policyName");

  public Comparison {
    changes = List.copyOf(changes);
    missing = List.copyOf(missing);
  }

  /**
   * Compares all requests of one thing.
   *
   * @param there those that would make it as it is
   */
  public static Comparison of(List<AwsRequest> there, List<AwsRequest> wanted) {
    Map<String, AwsRequest> rest = new LinkedHashMap<>();
    there.forEach(request -> rest.put(identity(request), request));
    List<FieldChange> changes = new ArrayList<>();
    List<AwsRequest> missing = new ArrayList<>();
    for (AwsRequest request : wanted) {
      AwsRequest same = rest.remove(identity(request));
      if (same == null) {
        missing.add(request);
      } else {
        String part = key(request).isEmpty() ? "" : key(request) + ".";
        Differences.between(same, request).forEach(found -> changes.add(within(part, found)));
      }
    }
    rest.values().forEach(request -> changes.add(Surplus.of(request)));
    return new Comparison(changes, missing);
  }

  private static FieldChange within(String part, FieldChange change) {
    return new FieldChange(part + change.path(), change.before(), change.after());
  }

  private static String identity(AwsRequest request) {
    return request.getClass().getSimpleName() + " " + key(request);
  }

  private static String key(AwsRequest request) {
    Map<String, Object> members = RequestTree.of(request).members();
    return keyName(request).map(name -> String.valueOf(members.get(name))).orElse("");
  }

  private static Optional<String> keyName(AwsRequest request) {
    Map<String, Object> members = RequestTree.of(request).members();
    return KEYS.stream().filter(members::containsKey).findFirst();
  }
}
