package io.github.spotbatch.internal.provision;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What to do about AWS's status reasons and refusals, as far as that is known. The texts come with
 * and without a wrapper, so parts of them are looked for; the first that fits counts.
 */
final class Fixes {

  private record Fix(List<String> says, String sentence) {

    boolean fits(String text) {
      return says.stream().allMatch(text::contains);
    }
  }

  private static final List<Fix> KNOWN =
      List.of(
          fix(
              "Let spot.amazonaws.com have its role: \"aws iam create-service-linked-role"
                  + " --aws-service-name spot.amazonaws.com\", once for the account.",
              "service-linked role for ec2 spot"),
          fix(
              "Allow the caller iam:CreateServiceLinkedRole, or have an administrator make the"
                  + " service-linked role once for the account.",
              "createservicelinkedrole"),
          fix(
              "Check that the service role exists and that its trust policy lets"
                  + " batch.amazonaws.com assume it; its conditions must fit this account and"
                  + " Region.",
              "not authorized to perform sts:assumerole"),
          fix(
              "Attach the policy AWSBatchServiceRole, or one that allows what the reason names, to"
                  + " the service role.",
              "assumed-role/",
              "/aws-batch is not authorized"),
          fix(
              "Check that the instance profile exists in this account, and name it by its ARN.",
              "instance profile",
              "does not exist"),
          fix(
              "Check that the Spot fleet role exists, that spotfleet.amazonaws.com may assume it,"
                  + " and that it has the policy AmazonEC2SpotFleetTaggingRole.",
              "iamfleetrole is invalid"),
          fix(
              "Check that the subnets have a route to the internet, by public addresses or a NAT"
                  + " gateway, or VPC endpoints for ECS, ECR and CloudWatch Logs; that the instance"
                  + " role has AmazonEC2ContainerServiceforEC2Role; and that an own image runs the"
                  + " ECS agent.",
              "none of the instances joined"),
          fix(
              "Give network.subnetIds that exist in this Region, or make the VPC anew.",
              "subnet",
              "does not exist"),
          fix(
              "Give network.securityGroupIds that exist in the VPC, or none, so that the stack"
                  + " makes its own.",
              "security group",
              "does not exist"),
          fix("Check the launch template's name or id, and its version.", "launch template"),
          fix(
              "Choose instance types that the Region's zones offer: \"aws ec2"
                  + " describe-instance-type-offerings\" lists them.",
              "instance type",
              "not supported"),
          fix(
              "Choose instance types from the list that the reason gives; burstable ones are not"
                  + " for Batch.",
              "instance type can only be one of"),
          fix(
              "Ask for a higher quota of vCPUs in Service Quotas, for Spot or On-Demand, or lower"
                  + " maxVcpus.",
              "vcpu",
              "limit"),
          fix(
              "Ask for a higher quota of Spot instances in Service Quotas, or lower maxVcpus.",
              "maxspotinstancecountexceeded"),
          fix(
              "Delete compute environments that nothing uses, or ask for a higher quota.",
              "cannot create more than",
              "compute environments"),
          fix(
              "Delete what is not needed, or ask for a higher quota in Service Quotas.",
              "limitexceeded"),
          fix(
              "Delete what is not needed, or ask for a higher quota in Service Quotas.",
              "cannot exceed quota"),
          fix(
              "A queue still has it in its order: take it out of queues that are not the stack's.",
              "found existing jobqueue relationship"),
          fix(
              "Another change of it is under way: do it again when that has ended.",
              "resource is being modified"),
          fix(
              "Something that is not the stack's still uses the security group: look for network"
                  + " interfaces and rules that name it.",
              "has a dependent object"),
          fix(
              "Others have put it to use: take the role out of instance profiles and detach"
                  + " policies that are not the stack's.",
              "cannot delete entity"),
          fix("Renew the credentials.", "token", "expired"),
          fix("Allow the caller the action that AWS names.", "is not authorized to perform"));

  private Fixes() {}

  private static Fix fix(String sentence, String... says) {
    return new Fix(Arrays.asList(says), sentence);
  }

  /** One sentence of what to do, if that is known. */
  static Optional<String> of(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return KNOWN.stream().filter(fix -> fix.fits(lower)).map(Fix::sentence).findFirst();
  }
}
