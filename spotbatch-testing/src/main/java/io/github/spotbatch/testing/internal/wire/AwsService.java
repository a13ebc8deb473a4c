package io.github.spotbatch.testing.internal.wire;

import io.github.spotbatch.exception.SpotBatchException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The services that can be spoken to, known without loading any class of the SDK.
 *
 * <p>Their order is the order in which an operation's name is looked up when nothing else in a
 * request tells the service.
 */
public enum AwsService {
  BATCH("batch", "batch", "batch", "batch.BatchClient"),
  EC2("ec2", "ec2", "ec2", "ec2.Ec2Client"),
  ECR("ecr", "api.ecr", "ecr", "ecr.EcrClient"),
  ECS("ecs", "ecs", "ecs", "ecs.EcsClient"),
  EVENTS("events", "events", "eventbridge", "eventbridge.EventBridgeClient"),
  IAM("iam", "iam", "iam", "iam.IamClient"),
  LOGS("logs", "logs", "cloudwatchlogs", "cloudwatchlogs.CloudWatchLogsClient"),
  SECRETS_MANAGER(
      "secretsmanager", "secretsmanager", "secretsmanager", "secretsmanager.SecretsManagerClient"),
  STS("sts", "sts", "sts", "sts.StsClient");

  private final String signingName;
  private final String endpointPrefix;
  private final String artifact;
  private final String clientName;

  AwsService(String signingName, String endpointPrefix, String artifact, String client) {
    this.signingName = signingName;
    this.endpointPrefix = endpointPrefix;
    this.artifact = artifact;
    this.clientName = "software.amazon.awssdk.services." + client;
  }

  /**
   * The service that a client is for.
   *
   * @param type the interface of a client, synchronous or not
   * @throws IllegalArgumentException if it is of none of these services
   */
  public static AwsService ofClient(Class<?> type) {
    String client = type.getName().replaceFirst("AsyncClient$", "Client");
    for (AwsService service : values()) {
      if (service.clientName.equals(client)) {
        return service;
      }
    }
    throw new IllegalArgumentException(
        "spotbatch-testing models no service for "
            + type.getName()
            + "; it knows the interfaces of the clients of "
            + Stream.of(values()).map(AwsService::artifact).collect(Collectors.joining(", ")));
  }

  /** The service as signatures name it. */
  public String signingName() {
    return signingName;
  }

  /** What the service's host names start with. */
  public String endpointPrefix() {
    return endpointPrefix;
  }

  /** The Maven artifact of its client. */
  public String artifact() {
    return artifact;
  }

  /** Whether the jar of its client is on the class path. */
  public boolean isPresent() {
    try {
      load();
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * The interface of its client.
   *
   * @throws SpotBatchException if its jar is not on the class path
   */
  public Class<?> client() {
    try {
      return load();
    } catch (ClassNotFoundException e) {
      throw new SpotBatchException(
          "This needs the AWS SDK's %s client: add software.amazon.awssdk:%s to the class path."
              .formatted(artifact, artifact),
          e);
    }
  }

  private Class<?> load() throws ClassNotFoundException {
    return Class.forName(clientName, false, AwsService.class.getClassLoader());
  }
}
