package io.github.spotbatch.testing.internal.iam;

import java.util.HashSet;
import java.util.Set;

/** The policies that can be attached: some of AWS's own, and those a test adds. */
final class ManagedPolicies {

  /** What a container host needs to join its cluster, pull images and write logs. */
  static final String CONTAINER_HOST = "service-role/AmazonEC2ContainerServiceforEC2Role";

  private static final String BATCH_SERVICE = "service-role/AWSBatchServiceRole";

  private static final Set<String> OF_AWS =
      Set.of(
          BATCH_SERVICE,
          CONTAINER_HOST,
          "service-role/AmazonECSTaskExecutionRolePolicy",
          "service-role/AmazonEC2SpotFleetTaggingRole",
          "service-role/AmazonSSMAutomationRole",
          "AdministratorAccess",
          "PowerUserAccess",
          "ReadOnlyAccess",
          "AWSBatchFullAccess",
          "AWSXRayDaemonWriteAccess",
          "AmazonDynamoDBFullAccess",
          "AmazonDynamoDBReadOnlyAccess",
          "AmazonEC2ContainerRegistryPullOnly",
          "AmazonEC2ContainerRegistryReadOnly",
          "AmazonS3FullAccess",
          "AmazonS3ReadOnlyAccess",
          "AmazonSNSFullAccess",
          "AmazonSQSFullAccess",
          "AmazonSSMManagedInstanceCore",
          "AmazonSSMReadOnlyAccess",
          "CloudWatchAgentServerPolicy",
          "CloudWatchFullAccess",
          "CloudWatchLogsFullAccess",
          "SecretsManagerReadWrite");

  private static final Set<String> LETTING_HOSTS_JOIN =
      Set.of(CONTAINER_HOST, "AdministratorAccess", "PowerUserAccess");

  private static final Set<String> LETTING_BATCH_WORK =
      Set.of(BATCH_SERVICE, "AdministratorAccess");

  private final String prefix;
  private final Set<String> added = new HashSet<>();

  ManagedPolicies(String partition) {
    this.prefix = "arn:" + partition + ":iam::aws:policy/";
  }

  /** The ARN of one of AWS's own, given its path and name. */
  String arn(String pathAndName) {
    return prefix + pathAndName;
  }

  boolean exists(String arn) {
    return isOneOf(OF_AWS, arn) || added.contains(arn);
  }

  /** Whether a host may join its cluster by this policy; what a test added is trusted to let it. */
  boolean letHostsJoin(String arn) {
    return isOneOf(LETTING_HOSTS_JOIN, arn) || added.contains(arn);
  }

  /** Whether Batch may work by this policy; what a test added is trusted to let it. */
  boolean letBatchWork(String arn) {
    return isOneOf(LETTING_BATCH_WORK, arn) || added.contains(arn);
  }

  private boolean isOneOf(Set<String> names, String arn) {
    return arn.startsWith(prefix) && names.contains(arn.substring(prefix.length()));
  }

  void add(String arn) {
    added.add(arn);
  }
}
