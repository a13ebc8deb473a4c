package io.github.spotbatch.testing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;

/** Every list of the neighbours comes in pages, with the bounds of its own service. */
class PagingTest {

  /** Read by all, changed by none. */
  private static final Neighbours NEIGHBOURS = FilledWorld.create();

  @AfterAll
  static void close() {
    NEIGHBOURS.world.close();
  }

  private record Answer(List<?> items, @Nullable String token) {}

  /** One list: the bounds of its page size, how many items it has, and how to ask. */
  private record Paged(
      String name, int min, int max, int items, BiFunction<Integer, String, Answer> call) {

    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource({"iam", "ec2", "ecr", "ecsAndLogs", "events"})
  void list_inSmallPages_hasEveryItemOnce(Paged list) {
    int size = Math.max(2, list.min());
    Set<Object> seen = new HashSet<>();
    String token = null;
    int pages = 0;
    do {
      Answer page = list.call().apply(size, token);
      assertThat(page.items()).hasSizeBetween(1, size);
      page.items().forEach(item -> assertThat(seen.add(item)).isTrue());
      token = page.token();
      pages++;
    } while (token != null && !token.isEmpty());

    assertThat(seen).hasSize(list.items());
    assertThat(pages).isEqualTo((list.items() + size - 1) / size);
    assertThat(list.call().apply(list.max(), null).items())
        .hasSize(Math.min(list.items(), list.max()));
  }

  @ParameterizedTest
  @MethodSource({"iam", "ec2", "ecr", "ecsAndLogs", "events"})
  void list_sizeOutOfBounds_isRefused(Paged list) {
    for (int size : new int[] {list.min() - 1, list.max() + 1}) {
      assertThatThrownBy(() -> list.call().apply(size, null))
          .as("%s", size)
          .isInstanceOf(AwsServiceException.class);
    }
  }

  @ParameterizedTest
  @MethodSource({"iam", "ec2", "ecr", "ecsAndLogs", "events"})
  void list_tokenOfNobody_isRefused(Paged list) {
    assertThatThrownBy(() -> list.call().apply(null, "abcd"))
        .isInstanceOf(AwsServiceException.class);
  }

  private static Stream<Paged> iam() {
    IamClient iam = NEIGHBOURS.iam();
    return Stream.of(
        new Paged(
            "ListRoles",
            1,
            1000,
            FilledWorld.MANY + 1, // and the one of the console
            (size, token) -> {
              var answer = iam.listRoles(it -> it.maxItems(size).marker(token));
              assertThat(answer.isTruncated()).isEqualTo(answer.marker() != null);
              return new Answer(answer.roles(), answer.marker());
            }),
        new Paged(
            "ListInstanceProfiles",
            1,
            1000,
            FilledWorld.MANY + 1,
            (size, token) -> {
              var answer = iam.listInstanceProfiles(it -> it.maxItems(size).marker(token));
              return new Answer(answer.instanceProfiles(), answer.marker());
            }),
        new Paged(
            "ListInstanceProfilesForRole",
            1,
            1000,
            FilledWorld.MANY,
            (size, token) -> {
              var answer =
                  iam.listInstanceProfilesForRole(
                      it -> it.roleName("name-0").maxItems(size).marker(token));
              return new Answer(answer.instanceProfiles(), answer.marker());
            }),
        new Paged(
            "ListAttachedRolePolicies",
            1,
            1000,
            FilledWorld.MANY,
            (size, token) -> {
              var answer =
                  iam.listAttachedRolePolicies(
                      it -> it.roleName("name-0").maxItems(size).marker(token));
              return new Answer(answer.attachedPolicies(), answer.marker());
            }),
        new Paged(
            "ListRolePolicies",
            1,
            1000,
            FilledWorld.MANY,
            (size, token) -> {
              var answer =
                  iam.listRolePolicies(it -> it.roleName("name-0").maxItems(size).marker(token));
              return new Answer(answer.policyNames(), answer.marker());
            }),
        new Paged(
            "ListRoleTags",
            1,
            1000,
            FilledWorld.MANY,
            (size, token) -> {
              var answer =
                  iam.listRoleTags(it -> it.roleName("name-0").maxItems(size).marker(token));
              return new Answer(answer.tags(), answer.marker());
            }),
        new Paged(
            "ListInstanceProfileTags",
            1,
            1000,
            FilledWorld.MANY,
            (size, token) -> {
              var answer =
                  iam.listInstanceProfileTags(
                      it -> it.instanceProfileName("name-0").maxItems(size).marker(token));
              return new Answer(answer.tags(), answer.marker());
            }));
  }

  private static Stream<Paged> ec2() {
    Ec2Client ec2 = NEIGHBOURS.ec2();
    return Stream.of(
        new Paged(
            "DescribeVpcs",
            5,
            1000,
            1,
            (size, token) -> {
              var answer = ec2.describeVpcs(it -> it.maxResults(size).nextToken(token));
              return new Answer(answer.vpcs(), answer.nextToken());
            }),
        new Paged(
            "DescribeSubnets",
            5,
            1000,
            3,
            (size, token) -> {
              var answer = ec2.describeSubnets(it -> it.maxResults(size).nextToken(token));
              return new Answer(answer.subnets(), answer.nextToken());
            }),
        new Paged(
            "DescribeSecurityGroups",
            5,
            1000,
            FilledWorld.MANY + 1, // and the default one
            (size, token) -> {
              var answer = ec2.describeSecurityGroups(it -> it.maxResults(size).nextToken(token));
              return new Answer(answer.securityGroups(), answer.nextToken());
            }),
        new Paged(
            "DescribeInstances",
            5,
            1000,
            FilledWorld.MANY,
            (size, token) -> {
              var answer = ec2.describeInstances(it -> it.maxResults(size).nextToken(token));
              return new Answer(answer.reservations(), answer.nextToken());
            }),
        new Paged(
            "DescribeTags",
            5,
            1000,
            FilledWorld.MANY,
            (size, token) -> {
              var answer = ec2.describeTags(it -> it.maxResults(size).nextToken(token));
              return new Answer(answer.tags(), answer.nextToken());
            }),
        new Paged(
            "DescribeInstanceTypes",
            5,
            100,
            NEIGHBOURS.scope.ec2().instanceTypes().all().size(),
            (size, token) -> {
              var answer = ec2.describeInstanceTypes(it -> it.maxResults(size).nextToken(token));
              return new Answer(answer.instanceTypes(), answer.nextToken());
            }),
        new Paged(
            "DescribeInstanceTypeOfferings",
            5,
            1000,
            NEIGHBOURS.scope.ec2().instanceTypes().all().size(),
            (size, token) -> {
              var answer =
                  ec2.describeInstanceTypeOfferings(it -> it.maxResults(size).nextToken(token));
              return new Answer(answer.instanceTypeOfferings(), answer.nextToken());
            }),
        new Paged(
            "DescribeLaunchTemplates",
            1,
            200,
            FilledWorld.MANY,
            (size, token) -> {
              var answer = ec2.describeLaunchTemplates(it -> it.maxResults(size).nextToken(token));
              return new Answer(answer.launchTemplates(), answer.nextToken());
            }),
        new Paged(
            "DescribeLaunchTemplateVersions",
            1,
            200,
            FilledWorld.MANY,
            (size, token) -> {
              var answer =
                  ec2.describeLaunchTemplateVersions(
                      it -> it.versions("$Latest").maxResults(size).nextToken(token));
              return new Answer(answer.launchTemplateVersions(), answer.nextToken());
            }));
  }

  private static Stream<Paged> ecr() {
    EcrClient ecr = NEIGHBOURS.ecr();
    return Stream.of(
        new Paged(
            "DescribeRepositories",
            1,
            1000,
            FilledWorld.MANY,
            (size, token) -> {
              var answer = ecr.describeRepositories(it -> it.maxResults(size).nextToken(token));
              return new Answer(answer.repositories(), answer.nextToken());
            }),
        new Paged(
            "ListImages",
            1,
            1000,
            FilledWorld.MANY,
            (size, token) -> {
              var answer =
                  ecr.listImages(
                      it -> it.repositoryName("name-0").maxResults(size).nextToken(token));
              return new Answer(answer.imageIds(), answer.nextToken());
            }),
        new Paged(
            "DescribeImages",
            1,
            1000,
            FilledWorld.MANY,
            (size, token) -> {
              var answer =
                  ecr.describeImages(
                      it -> it.repositoryName("name-0").maxResults(size).nextToken(token));
              return new Answer(answer.imageDetails(), answer.nextToken());
            }));
  }

  private static Stream<Paged> ecsAndLogs() {
    EcsClient ecs = NEIGHBOURS.ecs();
    CloudWatchLogsClient logs = NEIGHBOURS.logs();
    return Stream.of(
        new Paged(
            "ListContainerInstances",
            1,
            100,
            FilledWorld.MANY,
            (size, token) -> {
              var answer =
                  ecs.listContainerInstances(
                      it -> it.cluster("hosts").maxResults(size).nextToken(token));
              return new Answer(answer.containerInstanceArns(), answer.nextToken());
            }),
        new Paged(
            "DescribeLogGroups",
            1,
            50,
            FilledWorld.MANY,
            (size, token) -> {
              var answer = logs.describeLogGroups(it -> it.limit(size).nextToken(token));
              return new Answer(answer.logGroups(), answer.nextToken());
            }),
        new Paged(
            "DescribeLogStreams",
            1,
            50,
            FilledWorld.MANY,
            (size, token) -> {
              var answer =
                  logs.describeLogStreams(
                      it -> it.logGroupName("name-0").limit(size).nextToken(token));
              return new Answer(answer.logStreams(), answer.nextToken());
            }),
        new Paged(
            "FilterLogEvents",
            1,
            10_000,
            FilledWorld.MANY,
            (size, token) -> {
              var answer =
                  logs.filterLogEvents(
                      it -> it.logGroupName("name-0").limit(size).nextToken(token));
              return new Answer(answer.events(), answer.nextToken());
            }));
  }

  private static Stream<Paged> events() {
    EventBridgeClient events = NEIGHBOURS.events();
    return Stream.of(
        new Paged(
            "ListRules",
            1,
            100,
            FilledWorld.MANY,
            (size, token) -> {
              var answer = events.listRules(it -> it.limit(size).nextToken(token));
              return new Answer(answer.rules(), answer.nextToken());
            }),
        new Paged(
            "ListTargetsByRule",
            1,
            100,
            5,
            (size, token) -> {
              var answer =
                  events.listTargetsByRule(it -> it.rule("name-0").limit(size).nextToken(token));
              return new Answer(answer.targets(), answer.nextToken());
            }),
        new Paged(
            "ListRuleNamesByTarget",
            1,
            100,
            FilledWorld.MANY,
            (size, token) -> {
              var answer =
                  events.listRuleNamesByTarget(
                      it -> it.targetArn(FilledWorld.topic(0)).limit(size).nextToken(token));
              return new Answer(answer.ruleNames(), answer.nextToken());
            }));
  }
}
