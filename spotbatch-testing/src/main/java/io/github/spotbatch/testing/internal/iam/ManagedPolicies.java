package io.github.spotbatch.testing.internal.iam;

import java.util.HashSet;
import java.util.Set;

/** The policies that can be attached: some of AWS's own, and those a test adds. */
final class ManagedPolicies {

  /** What a container host needs to join its cluster, pull images and write logs. */
  static final String CONTAINER_HOST =
      "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";

  private static final String AWS = "arn:aws:iam::aws:policy/";

  private static final String BATCH_SERVICE = AWS + "service-role/AWSBatchServiceRole";

  private static final Set<String> OF_AWS =
      Set.of(
          BATCH_SERVICE,
          CONTAINER_HOST,
          AWS + "service-role/AmazonECSTaskExecutionRolePolicy",
          AWS + "service-role/AmazonEC2SpotFleetTaggingRole",
          AWS + "service-role/AmazonSSMAutomationRole",
          AWS + "AdministratorAccess",
          AWS + "PowerUserAccess",
          AWS + "ReadOnlyAccess",
          AWS + "AWSBatchFullAccess",
          AWS + "AWSXRayDaemonWriteAccess",
          AWS + "AmazonDynamoDBFullAccess",
          AWS + "AmazonDynamoDBReadOnlyAccess",
          AWS + "AmazonEC2ContainerRegistryPullOnly",
          AWS + "AmazonEC2ContainerRegistryReadOnly",
          AWS + "AmazonS3FullAccess",
          AWS + "AmazonS3ReadOnlyAccess",
          AWS + "AmazonSNSFullAccess",
          AWS + "AmazonSQSFullAccess",
          AWS + "AmazonSSMManagedInstanceCore",
          AWS + "AmazonSSMReadOnlyAccess",
          AWS + "CloudWatchAgentServerPolicy",
          AWS + "CloudWatchFullAccess",
          AWS + "CloudWatchLogsFullAccess",
          AWS + "SecretsManagerReadWrite");

  private static final Set<String> LETTING_HOSTS_JOIN =
      Set.of(CONTAINER_HOST, AWS + "AdministratorAccess", AWS + "PowerUserAccess");

  private static final Set<String> LETTING_BATCH_WORK =
      Set.of(BATCH_SERVICE, AWS + "AdministratorAccess");

  private final Set<String> added = new HashSet<>();

  boolean exists(String arn) {
    return OF_AWS.contains(arn) || added.contains(arn);
  }

  /** Whether a host may join its cluster by this policy; what a test added is trusted to let it. */
  boolean letHostsJoin(String arn) {
    return LETTING_HOSTS_JOIN.contains(arn) || added.contains(arn);
  }

  /** Whether Batch may work by this policy; what a test added is trusted to let it. */
  boolean letBatchWork(String arn) {
    return LETTING_BATCH_WORK.contains(arn) || added.contains(arn);
  }

  void add(String arn) {
    added.add(arn);
  }
}
