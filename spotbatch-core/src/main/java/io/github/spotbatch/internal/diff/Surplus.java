package io.github.spotbatch.internal.diff;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.internal.compile.RequestJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
      return new FieldChange(
          "ipPermissionsEgress", Optional.empty(), shown(members.get("ipPermissions")));
    }
    return TELLING.stream()
        .filter(members::containsKey)
        .findFirst()
        .map(member -> new FieldChange(member, shown(members.get(member)), Optional.empty()))
        .orElseGet(
            () ->
                new FieldChange(RequestJson.operation(request), shown(members), Optional.empty()));
  }

  private static Optional<String> shown(@Nullable Object value) {
    return Optional.ofNullable(value).map(Object::toString);
  }
}
