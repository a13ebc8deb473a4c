package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.internal.ecr.SmallImage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.iam.model.Tag;

/** A world in which every list has several items. */
final class FilledWorld {

  static final int MANY = 7;

  private static final String TRUST =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},"
          + "\"Action\":\"sts:AssumeRole\"}}";
  private static final String INLINE =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}";

  private FilledWorld() {}

  static Neighbours create() {
    Neighbours neighbours = new Neighbours();
    String subnet = neighbours.ec2().describeSubnets().subnets().get(0).subnetId();
    String cluster = neighbours.scope.ecs().createCluster("hosts");
    for (int i = 0; i < MANY; i++) {
      String name = "name-" + i;
      neighbours.iam().createRole(it -> it.roleName(name).assumeRolePolicyDocument(TRUST));
      neighbours.iam().createInstanceProfile(it -> it.instanceProfileName(name));
      neighbours
          .iam()
          .addRoleToInstanceProfile(it -> it.roleName("name-0").instanceProfileName(name));
      String policy = "arn:aws:iam::" + Neighbours.ACCOUNT + ":policy/" + name;
      neighbours.scope.iam().addPolicy(policy);
      neighbours.iam().attachRolePolicy(it -> it.roleName("name-0").policyArn(policy));
      neighbours
          .iam()
          .putRolePolicy(it -> it.roleName("name-0").policyName(name).policyDocument(INLINE));
      Tag tag = Tag.builder().key(name).value("v").build();
      neighbours.iam().tagRole(it -> it.roleName("name-0").tags(tag));
      neighbours.iam().tagInstanceProfile(it -> it.instanceProfileName("name-0").tags(tag));

      neighbours.ec2().createSecurityGroup(it -> it.groupName(name).description("d"));
      neighbours
          .ec2()
          .createLaunchTemplate(
              it -> it.launchTemplateName(name).launchTemplateData(data -> data.imageId("ami-1")));
      var host =
          neighbours
              .scope
              .ec2()
              .launch("c5.large", subnet, false, Map.of("name", name), List.of(), null, "ami-1");
      neighbours.scope.ecs().register(cluster, host);

      neighbours.ecr().createRepository(it -> it.repositoryName(name));
      SmallImage.push(neighbours.ecr(), "name-0", null, name);

      neighbours.logs().createLogGroup(it -> it.logGroupName(name));
      neighbours.scope.logs().append("name-0", name, neighbours.time.now(), "line");

      neighbours.events().putRule(it -> it.name(name).eventPattern("{\"source\":[\"x\"]}"));
      neighbours
          .events()
          .putTargets(it -> it.rule(name).targets(Target.builder().id("0").arn(topic(0)).build()));
    }
    IntStream.range(1, 5)
        .forEach(
            i ->
                neighbours
                    .events()
                    .putTargets(
                        it ->
                            it.rule("name-0")
                                .targets(
                                    Target.builder().id(String.valueOf(i)).arn(topic(i)).build())));
    return neighbours;
  }

  static String topic(int number) {
    return "arn:aws:sns:us-east-1:123456789012:topic-" + number;
  }
}
