package io.github.spotbatch.examples;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;

/** What an AWS behind an endpoint holds, seen by plain SDK clients. */
final class MotoView implements AutoCloseable {

  private final BatchClient batch;
  private final IamClient iam;
  private final Ec2Client ec2;
  private final EcrClient ecr;
  private final CloudWatchLogsClient logs;

  private MotoView(URI endpoint) {
    this.batch = at(endpoint, BatchClient.builder()).build();
    this.iam = at(endpoint, IamClient.builder()).build();
    this.ec2 = at(endpoint, Ec2Client.builder()).build();
    this.ecr = at(endpoint, EcrClient.builder()).build();
    this.logs = at(endpoint, CloudWatchLogsClient.builder()).build();
  }

  static MotoView of(URI endpoint) {
    return new MotoView(endpoint);
  }

  /** Moto gives Spot's service-linked role another name than AWS does. */
  void makeSpotRole() {
    iam.createRole(
        role ->
            role.roleName("AWSServiceRoleForEC2Spot")
                .path("/aws-service-role/spot.amazonaws.com/")
                .assumeRolePolicyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                        + "\"Principal\":{\"Service\":\"spot.amazonaws.com\"},"
                        + "\"Action\":\"sts:AssumeRole\"}]}"));
  }

  private static <B extends AwsClientBuilder<B, ?>> B at(URI endpoint, B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("dummy", "dummy")));
  }

  JobQueueDetail queue(String name) {
    return batch.describeJobQueues(request -> request.jobQueues(name)).jobQueues().get(0);
  }

  List<JobDefinition> definitions(String name) {
    return batch
        .describeJobDefinitions(request -> request.jobDefinitionName(name).status("ACTIVE"))
        .jobDefinitions();
  }

  JobDefinition newest(String name) {
    return definitions(name).stream()
        .max(Comparator.comparing(JobDefinition::revision))
        .orElseThrow();
  }

  /** All of a stack, a line for each thing, with all that its service tells of it. */
  String all(String stack) {
    List<String> lines = new ArrayList<>();
    batch
        .describeComputeEnvironments()
        .computeEnvironments()
        .forEach(it -> lines.add("ENVIRONMENT " + it.computeEnvironmentName() + " " + it));
    batch.describeJobQueues().jobQueues().forEach(it -> lines.add("QUEUE " + it));
    definitions(stack + "-job").forEach(it -> lines.add("DEFINITION " + it));
    iam.listRoles().roles().stream()
        .filter(role -> role.roleName().startsWith(stack))
        .forEach(role -> lines.add("ROLE " + role(role)));
    iam.listInstanceProfiles().instanceProfiles().forEach(it -> lines.add("PROFILE " + it));
    ec2.describeSecurityGroups().securityGroups().stream()
        .filter(group -> group.groupName().startsWith(stack))
        .forEach(it -> lines.add("GROUP " + it));
    ecr.describeRepositories().repositories().forEach(it -> lines.add("REPOSITORY " + it));
    logs.describeLogGroups().logGroups().stream()
        .filter(group -> group.logGroupName().contains(stack))
        .forEach(it -> lines.add("LOG GROUP " + it));
    return String.join("\n", lines.stream().sorted().toList());
  }

  private String role(Role role) {
    String name = role.roleName();
    return iam.getRole(request -> request.roleName(name)).role()
        + " "
        + iam.listAttachedRolePolicies(request -> request.roleName(name)).attachedPolicies()
        + " "
        + iam.listRolePolicies(request -> request.roleName(name)).policyNames();
  }

  @Override
  public void close() {
    batch.close();
    iam.close();
    ec2.close();
    ecr.close();
    logs.close();
  }
}
