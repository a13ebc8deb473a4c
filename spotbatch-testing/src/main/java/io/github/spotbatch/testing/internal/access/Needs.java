package io.github.spotbatch.testing.internal.access;

import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.RequestText;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.wire.AwsService;
import java.util.List;
import software.amazon.awssdk.core.SdkRequest;

/**
 * The permissions that the calls of one service need, by the Service Authorization Reference. Of
 * what spotbatch never calls little is known here: it fails by name.
 */
@FunctionalInterface
interface Needs {

  /**
   * What a call needs.
   *
   * @throws UnsupportedOperationException if that is not known
   */
  List<Needed> of(SdkRequest request);

  static Needs of(AwsService service, Scope scope) {
    return switch (service) {
      case BATCH -> new BatchNeeds(scope);
      case EC2 -> new Ec2Needs(scope);
      case ECR -> new EcrNeeds(scope);
      case ECS -> new EcsNeeds();
      case IAM -> new IamNeeds(scope.iam());
      case LOGS -> new LogsNeeds(scope);
      case STS -> request -> List.of(); // Everybody may ask who they are.
      case EVENTS, SECRETS_MANAGER ->
          request -> {
            throw unknown(service.signingName(), RequestText.operation(request));
          };
    };
  }

  static UnsupportedOperationException unknown(String service, String operation) {
    return Parameters.unsupported(service, operation + " of a caller with a policy");
  }
}
