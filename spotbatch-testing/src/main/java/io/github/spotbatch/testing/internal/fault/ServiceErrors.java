package io.github.spotbatch.testing.internal.fault;

import io.github.spotbatch.testing.internal.Faults;
import io.github.spotbatch.testing.internal.wire.AwsService;
import io.github.spotbatch.testing.internal.wire.Reflection;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * How each service refuses a call that is one too many or not allowed, and how it owns up to a
 * fault.
 */
public final class ServiceErrors {

  private ServiceErrors() {}

  /**
   * Batch's code, status and text were seen on AWS, and EC2's text. The others have the codes and
   * statuses that the SDKs take for throttling; their texts are the usual ones.
   */
  static AwsServiceException throttled(AwsService service) {
    return switch (service) {
      case BATCH -> of(service, "TooManyRequestsException", 429, "Too Many Requests");
      case EC2 -> of(service, "RequestLimitExceeded", 503, "Request limit exceeded.");
      case IAM, STS -> of(service, "Throttling", 400, "Rate exceeded");
      case ECR, ECS, EVENTS, LOGS, SECRETS_MANAGER ->
          of(service, "ThrottlingException", 400, "Rate exceeded");
    };
  }

  /**
   * The services' models have these codes, but for EC2's and STS's, which the documentation has.
   * Their texts are not in the models: EC2's is AWS's, the others are this fake's own.
   */
  static AwsServiceException failed(AwsService service) {
    return switch (service) {
      case EC2 -> of(service, "InternalError", 500, "An internal error has occurred");
      case IAM -> of(service, "ServiceFailure", 500, unknown(service));
      case EVENTS -> of(service, "InternalException", 500, unknown(service));
      case LOGS -> of(service, "ServiceUnavailableException", 503, unknown(service));
      case SECRETS_MANAGER -> of(service, "InternalServiceError", 500, unknown(service));
      case STS -> of(service, "InternalFailure", 500, unknown(service));
      case BATCH, ECR, ECS -> of(service, "ServerException", 500, unknown(service));
    };
  }

  /**
   * Batch's, IAM's and EC2's codes and statuses were seen on AWS; the others are those of services
   * with the same protocol.
   */
  public static AwsServiceException denied(AwsService service, String message) {
    return switch (service) {
      case BATCH -> of(service, "AccessDeniedException", 403, message);
      case EC2 -> of(service, "UnauthorizedOperation", 403, message);
      case IAM, STS -> of(service, "AccessDenied", 403, message);
      case ECR, ECS, EVENTS, LOGS, SECRETS_MANAGER ->
          of(service, "AccessDeniedException", 400, message);
    };
  }

  private static String unknown(AwsService service) {
    return "The service " + service.signingName() + " has an internal fault.";
  }

  private static AwsServiceException of(
      AwsService service, String code, int status, String message) {
    Object builder = Reflection.callStatic(type(service, code), "builder");
    return Faults.of((AwsServiceException.Builder) builder, code, status, message);
  }

  /** The class that the service's client has for a code, else the mother of all that it throws. */
  private static Class<?> type(AwsService service, String code) {
    Class<?> client = service.client();
    String models = client.getPackageName() + ".model.";
    try {
      return Class.forName(
          models + (code.endsWith("Exception") ? code : code + "Exception"),
          false,
          client.getClassLoader());
    } catch (ClassNotFoundException e) {
      return mother(client, models);
    }
  }

  private static Class<?> mother(Class<?> client, String models) {
    String name = models + client.getSimpleName().replaceFirst("Client$", "Exception");
    try {
      return Class.forName(name, false, client.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
