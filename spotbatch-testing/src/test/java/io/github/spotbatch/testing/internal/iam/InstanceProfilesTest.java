package io.github.spotbatch.testing.internal.iam;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

class InstanceProfilesTest {

  private static final String ROLE = "ecsInstanceRole";

  private final IamClient iam = new Neighbours().iam();

  @Nested
  class CreateAndDelete {

    @Test
    void create_withPathAndTags_isReadBack() {
      InstanceProfile created =
          iam.createInstanceProfile(
                  it ->
                      it.instanceProfileName("demo")
                          .path("/spotbatch/")
                          .tags(tag("a", "1"), tag("b", "2")))
              .instanceProfile();
      iam.tagInstanceProfile(it -> it.instanceProfileName("demo").tags(tag("a", "3")));

      assertThat(created.arn())
          .isEqualTo("arn:aws:iam::123456789012:instance-profile/spotbatch/demo");
      assertThat(created.roles()).isEmpty();
      assertThat(iam.listInstanceProfileTags(it -> it.instanceProfileName("demo")).tags())
          .containsExactlyInAnyOrder(tag("a", "3"), tag("b", "2"));
      assertThat(get("demo").tags()).containsExactlyInAnyOrder(tag("a", "3"), tag("b", "2"));
    }

    @Test
    void untag_leavesTheOthers() {
      iam.createInstanceProfile(
          it -> it.instanceProfileName("demo").tags(tag("a", "1"), tag("b", "2")));

      iam.untagInstanceProfile(it -> it.instanceProfileName("demo").tagKeys("A", "none"));

      assertThat(get("demo").tags()).containsExactly(tag("b", "2"));
      assertRefused(
          () -> iam.untagInstanceProfile(it -> it.instanceProfileName("none").tagKeys("a")),
          "NoSuchEntity",
          404,
          "Instance Profile none cannot be found.");
    }

    @Test
    @Rule("IAM-4")
    void create_name_hasAtMost128Characters() {
      create("p".repeat(128));

      assertThatThrownBy(() -> create("p".repeat(129)))
          .hasMessageContaining("Member must have length less than or equal to 128");
    }

    @Test
    void create_nameTaken_isRefused() {
      create("demo");

      assertRefused(
          () -> create("demo"),
          "EntityAlreadyExists",
          409,
          "Instance Profile demo already exists.");
    }

    @Test
    @Rule("IAM-2")
    void delete_withRole_isRefusedUntilTheRoleIsOut() {
      create("demo");
      addRole("demo");

      assertRefused(
          () -> iam.deleteInstanceProfile(it -> it.instanceProfileName("demo")),
          "DeleteConflict",
          409,
          "Cannot delete entity, must remove roles from instance profile first.");

      iam.removeRoleFromInstanceProfile(it -> it.instanceProfileName("demo").roleName(ROLE));
      iam.deleteInstanceProfile(it -> it.instanceProfileName("demo"));

      assertRefused(
          () -> get("demo"), "NoSuchEntity", 404, "Instance Profile demo cannot be found.");
    }
  }

  @Nested
  class Roles {

    @Test
    @Rule("IAM-3")
    void addRole_second_isRefused() {
      create("demo");
      addRole("demo");

      assertRefused(
          () -> addRole("demo"),
          "LimitExceeded",
          409,
          "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
      assertThat(get("demo").roles()).extracting(Role::roleName).containsExactly(ROLE);
    }

    @Test
    void removeRole_notInside_isRefused() {
      create("demo");

      assertRefused(
          () ->
              iam.removeRoleFromInstanceProfile(
                  it -> it.instanceProfileName("demo").roleName(ROLE)),
          "NoSuchEntity",
          404,
          "The role with name ecsInstanceRole cannot be found.");
    }

    @Test
    void listForRole_profilesOfTheRole_arePaged() {
      List.of("a", "b", "empty").forEach(InstanceProfilesTest.this::create);
      List.of("a", "b").forEach(InstanceProfilesTest.this::addRole);

      assertThat(
              iam.listInstanceProfilesForRolePaginator(it -> it.roleName(ROLE).maxItems(1))
                  .instanceProfiles())
          .extracting(InstanceProfile::instanceProfileName)
          .containsExactly("a", "b", "ecsInstanceRole");
    }
  }

  @Test
  void list_pathPrefix_isPaged() {
    List.of("b", "a", "c")
        .forEach(
            name ->
                iam.createInstanceProfile(
                    it -> it.instanceProfileName(name).path("/spotbatch/").tags(tag("a", "1"))));

    var profiles =
        iam.listInstanceProfilesPaginator(it -> it.pathPrefix("/spotbatch/").maxItems(2))
            .instanceProfiles();

    assertThat(profiles)
        .extracting(InstanceProfile::instanceProfileName)
        .containsExactly("a", "b", "c");
    assertThat(profiles).noneMatch(InstanceProfile::hasTags);
  }

  private void create(String name) {
    iam.createInstanceProfile(it -> it.instanceProfileName(name));
  }

  private void addRole(String profile) {
    iam.addRoleToInstanceProfile(it -> it.instanceProfileName(profile).roleName(ROLE));
  }

  private InstanceProfile get(String name) {
    return iam.getInstanceProfile(it -> it.instanceProfileName(name)).instanceProfile();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
