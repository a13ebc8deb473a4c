package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.JobDefinitionType;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** What a caller with policies may do. */
class CallerPolicyTest {

  private static final String USER = "User: arn:aws:iam::123456789012:user/developer";
  private static final String NOTHING =
      policy("'Effect':'Allow','Action':'s3:GetObject','Resource':'*'");
  private static final String EVERYTHING = policy("'Effect':'Allow','Action':'*','Resource':'*'");
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

  private static String policy(String... statements) {
    return ("{'Version':'2012-10-17','Statement':[{" + String.join("},{", statements) + "}]}")
        .replace('\'', '"');
  }

  private static FakeAws world(String... documents) {
    return FakeAws.builder().callerPolicy(documents).build();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            403,
            "AccessDeniedException",
            "batch:DescribeJobQueues on resource: * because",
            aws -> aws.batch().describeJobQueues()),
        refusal(
            403,
            "AccessDeniedException",
            "batch:SubmitJob on resource:"
                + " arn:aws:batch:us-east-1:123456789012:job-definition/work:1 because",
            aws ->
                aws.batch()
                    .submitJob(r -> r.jobName("a").jobQueue("jobs").jobDefinition("work:1"))),
        refusal(
            403,
            "AccessDenied",
            "iam:GetRole on resource: role other because",
            aws -> aws.typedClient(IamClient.class).getRole(r -> r.roleName("other"))),
        refusal(
            403,
            "AccessDenied",
            "iam:CreateRole on resource: arn:aws:iam::123456789012:role/team/made because",
            aws ->
                aws.typedClient(IamClient.class)
                    .createRole(
                        r -> r.path("/team/").roleName("made").assumeRolePolicyDocument(TRUST))),
        refusal(
            403,
            "AccessDenied",
            "iam:ListRoles on resource: arn:aws:iam::123456789012:role/team/ because",
            aws -> aws.typedClient(IamClient.class).listRoles(r -> r.pathPrefix("/team/"))),
        refusal(
            403,
            "UnauthorizedOperation",
            "ec2:DescribeVpcs because",
            aws -> aws.typedClient(Ec2Client.class).describeVpcs()),
        refusal(
            403,
            "UnauthorizedOperation",
            "ec2:CreateSecurityGroup on resource:"
                + " arn:aws:ec2:us-east-1:123456789012:security-group/* because",
            aws ->
                aws.typedClient(Ec2Client.class)
                    .createSecurityGroup(
                        r -> r.vpcId("vpc-1").groupName("made").description("of a test"))),
        refusal(
            400,
            "AccessDeniedException",
            "ecr:DeleteRepository on resource:"
                + " arn:aws:ecr:us-east-1:123456789012:repository/other because",
            aws ->
                aws.typedClient(EcrClient.class)
                    .deleteRepository(r -> r.repositoryName("other").force(true))),
        refusal(
            400,
            "AccessDeniedException",
            "logs:CreateLogGroup on resource:"
                + " arn:aws:logs:us-east-1:123456789012:log-group:/made:log-stream: because",
            aws ->
                aws.typedClient(CloudWatchLogsClient.class)
                    .createLogGroup(r -> r.logGroupName("/made"))));
  }

  private static Arguments refusal(
      int status, String code, String sentence, Consumer<FakeAws> call) {
    return Arguments.of(sentence, status, code, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void call_thatNothingAllows_isRefusedInTheWordsOfItsService(
      String sentence, int status, String code, Consumer<FakeAws> call) {
    try (FakeAws aws = world(NOTHING)) {
      AwsServiceException e =
          catchThrowableOfType(AwsServiceException.class, () -> call.accept(aws));

      assertThat(e.statusCode()).isEqualTo(status);
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
      String action = sentence.substring(0, sentence.indexOf(' '));
      assertThat(e.awsErrorDetails().errorMessage())
          .contains(USER + " is not authorized to perform: " + sentence)
          .contains(" because no identity-based policy allows the " + action + " action");
      assertThat(aws.journal().refused()).hasSize(1);
      assertThat(aws.journal().actions()).containsExactly(action);
    }
  }

  @Test
  void call_thatIsDenied_isRefusedThoughItIsAllowedToo() {
    try (FakeAws aws =
        world(EVERYTHING, policy("'Effect':'Deny','Action':'batch:Describe*','Resource':'*'"))) {
      assertThatThrownBy(() -> aws.batch().describeJobQueues())
          .hasMessageContaining(
              "batch:DescribeJobQueues on resource: * with an explicit deny in an identity-based"
                  + " policy");
      assertThat(isAllowed(() -> aws.batch().listTagsForResource(r -> r.resourceArn(queue()))))
          .isTrue();
    }
  }

  private static String queue() {
    return "arn:aws:batch:us-east-1:123456789012:job-queue/jobs";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | 'Action':'batch:List*'",
        "true  | 'Action':['s3:*','BATCH:listtags???????????']",
        "false | 'Action':'batch:List'",
        "true  | 'Action':'*','Resource':'arn:aws:batch:*:*:job-queue/j*'",
        "false | 'Action':'*','Resource':'arn:aws:batch:*:*:job-queue/J*'",
        "false | 'Action':'*','Resource':'arn:aws:batch:eu-west-1:*:*'",
      })
  void wildcards_meanAnyText(boolean allowed, String elements) {
    String resource = elements.contains("'Resource'") ? "" : ",'Resource':'*'";
    try (FakeAws aws = world(policy("'Effect':'Allow'," + elements + resource))) {
      Runnable call = () -> aws.batch().listTagsForResource(r -> r.resourceArn(queue()));

      assertThat(isAllowed(call)).isEqualTo(allowed);
    }
  }

  /** Whether a call gets past the check, whatever its service then says. */
  private static boolean isAllowed(Runnable call) {
    try {
      call.run();
      return true;
    } catch (AwsServiceException e) {
      return !e.getMessage().contains(" is not authorized to perform: ");
    }
  }

  @ParameterizedTest
  @CsvSource({"demo, true", "other, false", ", false"})
  void condition_onATagOfTheRequest_holdsForWhatIsMadeWithIt(String stack, boolean allowed) {
    try (FakeAws aws =
        world(
            policy(
                "'Effect':'Allow','Action':['ec2:CreateSecurityGroup','ec2:CreateTags'],"
                    + "'Resource':'arn:aws:ec2:*:*:security-group/*','Condition':"
                    + "{'StringEquals':{'aws:RequestTag/stack':'demo'}}",
                "'Effect':'Allow','Action':'ec2:CreateSecurityGroup','Resource':"
                    + "'arn:aws:ec2:*:*:vpc/*'"))) {
      String vpc = unchecked(aws, Ec2Client.class).describeVpcs().vpcs().get(0).vpcId();
      Runnable call =
          () ->
              aws.typedClient(Ec2Client.class)
                  .createSecurityGroup(
                      r -> {
                        r.vpcId(vpc).groupName("made").description("of a test");
                        if (stack != null) {
                          r.tagSpecifications(
                              tags ->
                                  tags.resourceType(ResourceType.SECURITY_GROUP)
                                      .tags(tag -> tag.key("stack").value(stack)));
                        }
                      });

      assertThat(isAllowed(call)).isEqualTo(allowed);
    }
  }

  private static <C extends SdkClient> C unchecked(FakeAws aws, Class<C> type) {
    return aws.journal().unrecorded(type);
  }

  @Test
  void condition_onATagOfTheResource_looksAtWhatIsThere() {
    try (FakeAws aws =
        world(
            policy(
                "'Effect':'Allow','Action':'ec2:DeleteSecurityGroup','Resource':'*','Condition':"
                    + "{'StringEquals':{'aws:ResourceTag/stack':'demo'}}"))) {
      Ec2Client others = unchecked(aws, Ec2Client.class);
      String vpc = others.describeVpcs().vpcs().get(0).vpcId();
      String group =
          others
              .createSecurityGroup(r -> r.vpcId(vpc).groupName("a").description("of a test"))
              .groupId();
      Runnable delete =
          () -> aws.typedClient(Ec2Client.class).deleteSecurityGroup(r -> r.groupId(group));

      assertThat(isAllowed(delete)).isFalse();
      others.createTags(r -> r.resources(group).tags(tag -> tag.key("stack").value("demo")));
      assertThat(isAllowed(delete)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"ecs-tasks.amazonaws.com, true", "ec2.amazonaws.com, false"})
  void role_ofADefinition_mustBeAllowedToBePassedToItsService(String service, boolean allowed) {
    try (FakeAws aws =
        world(
            policy(
                "'Effect':'Allow','Action':'batch:RegisterJobDefinition','Resource':'*'",
                "'Effect':'Allow','Action':'iam:PassRole','Resource':"
                    + "'arn:aws:iam::123456789012:role/team/*','Condition':{'StringEquals':"
                    + "{'iam:PassedToService':'"
                    + service
                    + "'}}"))) {
      String role =
          unchecked(aws, IamClient.class)
              .createRole(r -> r.path("/team/").roleName("job").assumeRolePolicyDocument(TRUST))
              .role()
              .arn();
      Runnable register =
          () ->
              aws.batch()
                  .registerJobDefinition(
                      r ->
                          r.jobDefinitionName("work")
                              .type(JobDefinitionType.CONTAINER)
                              .containerProperties(
                                  c -> c.image("app").vcpus(1).memory(512).jobRoleArn(role)));

      assertThat(isAllowed(register)).isEqualTo(allowed);
      assertThat(aws.journal().actions())
          .containsExactly("batch:RegisterJobDefinition", "iam:PassRole");
    }
  }

  @Test
  void environment_withoutARole_needsTheServicesOwnToBeMade() {
    try (FakeAws aws = world(policy("'Effect':'Allow','Action':'batch:*','Resource':'*'"))) {
      BatchClient batch = aws.batch();

      assertThatThrownBy(
              () ->
                  batch.createComputeEnvironment(
                      r -> r.computeEnvironmentName("mine").type(CEType.UNMANAGED)))
          .hasMessageContaining(
              "iam:CreateServiceLinkedRole on resource: arn:aws:iam::123456789012:role/"
                  + "aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch because");
    }
  }

  @Test
  void callerIdentity_isEverybodysToAsk() {
    try (FakeAws aws = world(NOTHING)) {
      assertThat(aws.typedClient(StsClient.class).getCallerIdentity().account())
          .isEqualTo("123456789012");
    }
  }

  @Test
  void operation_ofWhichTheNeedsAreNotKnown_failsByItsName() {
    try (FakeAws aws = world(EVERYTHING)) {
      assertThatThrownBy(() -> aws.batch().createSchedulingPolicy(r -> r.name("fair")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "spotbatch-testing does not model batch CreateSchedulingPolicy of a caller with a"
                  + " policy");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no                                                           | a policy is a JSON object",
        "{}                                                           | a policy is a JSON object",
        "{'Statement':[{'Effect':'Maybe','Action':'*','Resource':'*'}]} | that Allow or Deny",
        "{'Statement':{'Effect':'Allow','Action':'*'}}                | needs Action and Resource",
        "{'Statement':{'Effect':'Allow','NotAction':'*','Resource':'*'}} | not model NotAction",
        "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':"
            + "{'Bool':{'aws:SecureTransport':'true'}}}}              | not model Bool aws:Secure",
        "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':"
            + "{'StringEquals':{'aws:SourceIp':'1'}}}}                | not model StringEquals aws:",
        "{'Statement':{'Effect':'Allow','Action':'batch:*','Resource':'*','Condition':"
            + "{'StringEquals':{'aws:ResourceTag/a':'1'}}}}           | not model StringEquals aws:",
      })
  void policy_thatIsNoneOrSaysMore_isRefusedAtOnce(String document, String sentence) {
    FakeAwsBuilder builder = FakeAws.builder();

    assertThatThrownBy(() -> builder.callerPolicy(document.replace('\'', '"')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void noPolicy_isRefused_andActionsAreOnlyKnownWithOne() {
    assertThatThrownBy(() -> FakeAws.builder().callerPolicy())
        .isInstanceOf(IllegalArgumentException.class);
    try (FakeAws aws = FakeAws.create()) {
      assertThatThrownBy(() -> aws.journal().actions())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("callerPolicy");
    }
  }
}
