package io.github.spotbatch.internal.diff;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.internal.compile.RequestJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequest;

/** What is there that nothing wanted: what a request says which would have to be sent for it. */
final class Surplus {

  /** The member that names what a request makes. */
  private static final List<String> NAMES = List.of("policyArn", "policyName");

  /** The member that says what a request makes, where that has no name. */
  private static final List<String> CONTENTS = List.of("updatePolicy");

  private Surplus() {}

  static FieldChange of(AwsRequest request) {
    Map<String, Object> members = RequestTree.of(request).members();
    return NAMES.stream()
        .filter(members::containsKey)
        .findFirst()
        .or(() -> CONTENTS.stream().filter(members::containsKey).findFirst())
        .map(member -> change(member, members.get(member)))
        .orElseGet(() -> change(RequestJson.operation(request), members));
  }

  private static FieldChange change(String path, Object before) {
    return new FieldChange(path, Optional.of(before.toString()), Optional.empty());
  }
}
