package io.github.spotbatch.internal.diff;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.internal.compile.RequestJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;

/** What is there that nothing wanted: what a request says which would have to be sent for it. */
final class Surplus {

  /** The member that names what a request makes, or else the one that says it. */
  private static final List<String> TELLING =
      List.of("policyArn", "policyName", "updatePolicy", "ipPermissions");

  private Surplus() {}

  static FieldChange of(AwsRequest request) {
    Map<String, Object> members = RequestTree.of(request).members();
    if (request instanceof RevokeSecurityGroupEgressRequest) {
      // What would have to be taken away is what is missing.
      Object missing = members.get("ipPermissions");
      return new FieldChange(
          "ipPermissionsEgress", Optional.empty(), Optional.of(missing.toString()));
    }
    return TELLING.stream()
        .filter(members::containsKey)
        .findFirst()
        .map(member -> change(member, members.get(member)))
        .orElseGet(() -> change(RequestJson.operation(request), members));
  }

  private static FieldChange change(String path, Object before) {
    return new FieldChange(path, Optional.of(before.toString()), Optional.empty());
  }
}
