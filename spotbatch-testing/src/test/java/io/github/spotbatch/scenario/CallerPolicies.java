package io.github.spotbatch.scenario;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Writes the policy of a caller from the actions that it needs, each as narrow as the Service
 * Authorization Reference has it: by the names, the path and the tags of the stack.
 */
final class CallerPolicies {

  /** The file for whoever makes stacks. */
  static final String FOR_STACKS = "iam-policy-stacks.json";

  /** The file for whoever has jobs run. */
  static final String FOR_JOBS = "iam-policy-jobs.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROLES = "arn:aws:iam::123456789012:role";
  private static final String PROFILES = "arn:aws:iam::123456789012:instance-profile";
  private static final String LOG_GROUP = "log-group:/aws/batch/job/demo";
  private static final String AWS_POLICIES = "arn:aws:iam::aws:policy/service-role/";

  /** What is not there has no path yet, or none any more. */
  private static final List<String> ROLES_IF_ANY =
      List.of(ROLES + "/spotbatch/demo-us-east-1-*", ROLES + "/demo-us-east-1-*");

  private static final List<String> PROFILES_IF_ANY =
      List.of(PROFILES + "/spotbatch/demo-us-east-1-*", PROFILES + "/demo-us-east-1-*");

  private static final List<String> GROUPS_AND_TEMPLATES =
      arns("ec2", "launch-template/*", "security-group/*");

  private static final List<PolicyGrant> STACKS =
      List.of(
          PolicyGrant.of(
              "Lists",
              List.of("*"),
              "batch:DescribeComputeEnvironments",
              "batch:DescribeJobDefinitions",
              "batch:DescribeJobQueues",
              "batch:DescribeJobs",
              "batch:ListJobs",
              "ec2:DescribeLaunchTemplateVersions",
              "ec2:DescribeLaunchTemplates",
              "ec2:DescribeSecurityGroups",
              "ec2:DescribeSubnets",
              "ec2:DescribeVpcs",
              "ecr:GetAuthorizationToken",
              "iam:ListInstanceProfiles",
              "iam:ListRoles",
              "logs:DescribeLogGroups"),
          // None of these actions can be on a resource of another kind than its own.
          PolicyGrant.of(
              "Batch",
              arns(
                  "batch",
                  "compute-environment/demo-*",
                  "job-definition/demo-*",
                  "job-queue/demo-*"),
              "batch:CreateComputeEnvironment",
              "batch:CreateJobQueue",
              "batch:DeleteComputeEnvironment",
              "batch:DeleteJobQueue",
              "batch:DeregisterJobDefinition",
              "batch:RegisterJobDefinition",
              "batch:TagResource",
              "batch:UntagResource",
              "batch:UpdateComputeEnvironment",
              "batch:UpdateJobQueue"),
          PolicyGrant.of(
              "SchedulingPolicies",
              arns("batch", "scheduling-policy/*"),
              "batch:CreateJobQueue",
              "batch:UpdateJobQueue"),
          PolicyGrant.of("Jobs", arns("batch", "job/*"), "batch:TerminateJob"),
          PolicyGrant.of(
              "Roles",
              List.of(ROLES + "/spotbatch/demo-us-east-1-*"),
              "iam:CreateRole",
              "iam:DeleteRolePermissionsBoundary",
              "iam:PutRolePermissionsBoundary",
              "iam:PutRolePolicy",
              "iam:TagRole",
              "iam:UpdateAssumeRolePolicy"),
          PolicyGrant.of(
              "RolesIfAny",
              ROLES_IF_ANY,
              "iam:DeleteRole",
              "iam:DeleteRolePolicy",
              "iam:DetachRolePolicy",
              "iam:GetRole",
              "iam:GetRolePolicy",
              "iam:ListAttachedRolePolicies",
              "iam:ListInstanceProfilesForRole",
              "iam:ListRolePolicies"),
          PolicyGrant.of(
                  "PoliciesOfAws",
                  List.of(ROLES + "/spotbatch/demo-us-east-1-*"),
                  "iam:AttachRolePolicy")
              .when(
                  "ArnEquals",
                  "iam:PolicyARN",
                  AWS_POLICIES + "AWSBatchServiceRole",
                  AWS_POLICIES + "AmazonEC2ContainerServiceforEC2Role",
                  AWS_POLICIES + "AmazonEC2SpotFleetTaggingRole",
                  AWS_POLICIES + "AmazonECSTaskExecutionRolePolicy"),
          PolicyGrant.of(
                  "RolesForServices",
                  List.of(ROLES + "/spotbatch/demo-us-east-1-*"),
                  "iam:PassRole")
              .when(
                  "StringEquals",
                  "iam:PassedToService",
                  "batch.amazonaws.com",
                  "ec2.amazonaws.com",
                  "ecs-tasks.amazonaws.com",
                  "spotfleet.amazonaws.com"),
          PolicyGrant.of(
                  "RolesOfServices",
                  List.of(ROLES + "/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"),
                  "iam:CreateServiceLinkedRole")
              .when("StringEquals", "iam:AWSServiceName", "batch.amazonaws.com"),
          PolicyGrant.of(
              "RoleOfSpot",
              List.of(
                  ROLES + "/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot",
                  ROLES + "/AWSServiceRoleForEC2Spot"),
              "iam:CreateServiceLinkedRole",
              "iam:GetRole"),
          PolicyGrant.of(
              "Profiles",
              List.of(PROFILES + "/spotbatch/demo-us-east-1-*"),
              "iam:AddRoleToInstanceProfile",
              "iam:CreateInstanceProfile",
              "iam:TagInstanceProfile"),
          PolicyGrant.of(
              "ProfilesIfAny",
              PROFILES_IF_ANY,
              "iam:DeleteInstanceProfile",
              "iam:GetInstanceProfile",
              "iam:RemoveRoleFromInstanceProfile"),
          // None of these actions can be on both.
          PolicyGrant.of(
                  "NewGroupAndTemplate",
                  GROUPS_AND_TEMPLATES,
                  "ec2:CreateLaunchTemplate",
                  "ec2:CreateSecurityGroup")
              .when("StringEquals", "aws:RequestTag/spotbatch:stack", "demo"),
          PolicyGrant.of("TheirTags", GROUPS_AND_TEMPLATES, "ec2:CreateTags")
              .when(
                  "StringEquals",
                  "ec2:CreateAction",
                  "CreateLaunchTemplate",
                  "CreateSecurityGroup"),
          PolicyGrant.of("NewGroupInAVpc", arns("ec2", "vpc/*"), "ec2:CreateSecurityGroup"),
          PolicyGrant.of(
                  "GroupAndTemplate",
                  GROUPS_AND_TEMPLATES,
                  "ec2:AuthorizeSecurityGroupEgress",
                  "ec2:CreateLaunchTemplateVersion",
                  "ec2:CreateTags",
                  "ec2:DeleteLaunchTemplate",
                  "ec2:DeleteSecurityGroup",
                  "ec2:RevokeSecurityGroupIngress")
              .when("StringEquals", "aws:ResourceTag/spotbatch:stack", "demo"),
          PolicyGrant.of(
              "RepositoryLists", arns("ecr", "repository/*"), "ecr:DescribeRepositories"),
          PolicyGrant.of(
              "Repositories",
              arns("ecr", "repository/demo-*"),
              "ecr:BatchCheckLayerAvailability",
              "ecr:BatchDeleteImage",
              "ecr:BatchGetImage",
              "ecr:CompleteLayerUpload",
              "ecr:CreateRepository",
              "ecr:DeleteLifecyclePolicy",
              "ecr:DeleteRepository",
              "ecr:DescribeImages",
              "ecr:GetLifecyclePolicy",
              "ecr:InitiateLayerUpload",
              "ecr:ListTagsForResource",
              "ecr:PutImage",
              "ecr:PutImageScanningConfiguration",
              "ecr:PutImageTagMutability",
              "ecr:PutLifecyclePolicy",
              "ecr:TagResource",
              "ecr:UploadLayerPart"),
          PolicyGrant.of(
              "LogGroup",
              arns("logs", LOG_GROUP, LOG_GROUP + ":*"),
              "logs:CreateLogGroup",
              "logs:DeleteLogGroup",
              "logs:ListTagsForResource",
              "logs:PutRetentionPolicy",
              "logs:TagResource",
              "logs:UntagResource"));

  private static final List<PolicyGrant> JOBS =
      List.of(
          PolicyGrant.of(
              "Lists",
              List.of("*"),
              "batch:DescribeComputeEnvironments",
              "batch:DescribeJobDefinitions",
              "batch:DescribeJobQueues",
              "batch:DescribeJobs",
              "batch:ListJobs",
              "ec2:DescribeInstances"),
          PolicyGrant.of(
              "Submissions",
              arns("batch", "job/*", "job-definition/demo-*", "job-queue/demo-*"),
              "batch:SubmitJob"),
          PolicyGrant.of(
              "Jobs",
              arns("batch", "job/*"),
              "batch:CancelJob",
              "batch:TagResource",
              "batch:TerminateJob"),
          PolicyGrant.of("Logs", arns("logs", LOG_GROUP + ":*"), "logs:GetLogEvents"),
          PolicyGrant.of(
              "Hosts",
              arns("ecs", "container-instance/AWSBatch-demo-*"),
              "ecs:DescribeContainerInstances"));

  private CallerPolicies() {}

  /** The policy that allows just these actions in the way of a file. */
  static String of(String file, Collection<String> actions) {
    ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17");
    var statements = policy.putArray("Statement");
    for (PolicyGrant grant : grants(file)) {
      List<String> needed = grant.actions().stream().filter(actions::contains).toList();
      if (!needed.isEmpty()) {
        ObjectNode statement = statements.addObject();
        statement.put("Sid", grant.sid()).put("Effect", "Allow");
        statement.set("Action", JSON.valueToTree(needed));
        statement.set("Resource", JSON.valueToTree(grant.resources()));
        if (!grant.conditions().isEmpty()) {
          statement.set("Condition", JSON.valueToTree(grant.conditions()));
        }
      }
    }
    return text(policy);
  }

  /** All actions that a file can allow. */
  static List<String> known(String file) {
    return grants(file).stream()
        .flatMap(grant -> grant.actions().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static List<PolicyGrant> grants(String file) {
    return file.equals(FOR_STACKS) ? STACKS : JOBS;
  }

  private static List<String> arns(String service, String... resources) {
    List<String> arns = new ArrayList<>();
    for (String resource : resources) {
      arns.add("arn:aws:" + service + ":us-east-1:123456789012:" + resource);
    }
    return arns;
  }

  private static String text(ObjectNode policy) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"))
            .withObjectIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    try {
      return JSON.writer(printer).writeValueAsString(policy) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
