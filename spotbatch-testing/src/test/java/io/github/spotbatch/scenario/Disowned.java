package io.github.spotbatch.scenario;

import java.util.List;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.iam.model.Role;

/** Takes the tags of spotbatch from what a stack has, so that it looks as if made by hand. */
record Disowned(FakeStack fake) {

  private static final List<String> TAGS =
      List.of("spotbatch:stack", "spotbatch:name", "spotbatch:region");

  void all() {
    fake.iam.listRoles(r -> r.pathPrefix("/spotbatch/")).roles().stream()
        .map(Role::roleName)
        .forEach(role -> fake.iam.untagRole(r -> r.roleName(role).tagKeys(TAGS)));
    profile();
    repository();
    logGroup();
    group();
    environment();
    queue();
    definition();
  }

  private void profile() {
    String name = "demo-us-east-1-instance";
    fake.iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(name).roleName(name));
    fake.iam.deleteInstanceProfile(r -> r.instanceProfileName(name));
    fake.iam.createInstanceProfile(r -> r.instanceProfileName(name).path("/spotbatch/"));
    fake.iam.addRoleToInstanceProfile(r -> r.instanceProfileName(name).roleName(name));
  }

  private void repository() {
    String arn = fake.ecr.describeRepositories().repositories().get(0).repositoryArn();
    fake.ecr.untagResource(r -> r.resourceArn(arn).tagKeys(TAGS));
  }

  void logGroup() {
    fake.logs.untagResource(
        r ->
            r.resourceArn("arn:aws:logs:us-east-1:123456789012:log-group:/aws/batch/job/demo")
                .tagKeys(TAGS));
  }

  private void group() {
    String id =
        fake.ec2
            .describeSecurityGroups(
                r -> r.filters(filter -> filter.name("group-name").values("demo")))
            .securityGroups()
            .get(0)
            .groupId();
    fake.ec2.deleteTags(
        r ->
            r.resources(id)
                .tags(t -> t.key(TAGS.get(0)), t -> t.key(TAGS.get(1)), t -> t.key(TAGS.get(2))));
  }

  void environment() {
    untag(
        fake.batch
            .describeComputeEnvironments()
            .computeEnvironments()
            .get(0)
            .computeEnvironmentArn());
  }

  void queue() {
    untag(fake.batch.describeJobQueues().jobQueues().get(0).jobQueueArn());
  }

  private void definition() {
    fake.batch.describeJobDefinitions(r -> r.status("ACTIVE")).jobDefinitions().stream()
        .map(JobDefinition::jobDefinitionArn)
        .forEach(this::untag);
  }

  private void untag(String arn) {
    fake.batch.untagResource(r -> r.resourceArn(arn).tagKeys(TAGS));
  }
}
