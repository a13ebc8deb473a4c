package io.github.spotbatch.testing.internal.ecr;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.VirtualClock;
import io.github.spotbatch.testing.internal.Neighbours;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.Tag;

class RepositoriesTest {

  private static final String ARN = "arn:aws:ecr:us-east-1:123456789012:repository/demo";
  private static final String NOT_FOUND =
      "The repository with name 'demo' does not exist in the registry with id '123456789012'";

  private final Neighbours neighbours = new Neighbours();
  private final EcrClient ecr = neighbours.ecr();

  @AfterEach
  void close() {
    neighbours.world.close();
  }

  @Nested
  class Create {

    @Test
    void create_allGiven_isReadBack() {
      Repository created =
          ecr.createRepository(
                  it ->
                      it.repositoryName("demo")
                          .imageTagMutability(ImageTagMutability.IMMUTABLE)
                          .imageScanningConfiguration(scan -> scan.scanOnPush(true))
                          .tags(tag("a", "1")))
              .repository();

      assertThat(created.repositoryArn()).isEqualTo(ARN);
      assertThat(created.repositoryUri())
          .isEqualTo("123456789012.dkr.ecr.us-east-1.amazonaws.com/demo");
      assertThat(created.registryId()).isEqualTo("123456789012");
      assertThat(created.createdAt()).isEqualTo(VirtualClock.DEFAULT_START);
      assertThat(created.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
      assertThat(created.imageScanningConfiguration().scanOnPush()).isTrue();
      assertThat(ecr.describeRepositories(it -> it.repositoryNames("demo")).repositories())
          .containsExactly(created);
    }

    @Test
    @Rule("ECR-2")
    void create_nameTaken_isRefused() {
      create("demo");

      assertRefused(
          () -> create("demo"),
          "RepositoryAlreadyExistsException",
          400,
          "The repository with name 'demo' already exists in the registry with id"
              + " '123456789012'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Demo", "-demo", "demo-", "a..b", "a___b", "a//b", "a b"})
    @Rule("ECR-1")
    void create_badName_isRefused(String name) {
      assertRefused(
          () -> create(name),
          "InvalidParameterException",
          400,
          "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy"
              + " regular expression"
              + " '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*''");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "a--b", "a__b", "team/demo.1"})
    @Rule("ECR-1")
    void create_goodName_isAccepted(String name) {
      create(name);

      assertThat(ecr.describeRepositories().repositories())
          .extracting(Repository::repositoryName)
          .containsExactly(name);
    }

    @Test
    @Rule("ECR-1")
    void create_nameTooShort_isRefused() {
      assertRefused(
          () -> create("a"),
          "InvalidParameterException",
          400,
          "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must have length"
              + " between 2 and 256 characters inclusive'");
    }

    @Test
    void create_encryption_failsWithItsName() {
      assertThatThrownBy(
              () ->
                  ecr.createRepository(
                      it ->
                          it.repositoryName("demo")
                              .encryptionConfiguration(e -> e.encryptionType("KMS"))))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "spotbatch-testing does not model ecr CreateRepository"
                  + " [parameter=encryptionConfiguration]");
    }
  }

  @Nested
  class Change {

    @Test
    void mutability_put_isShownAndHolds() {
      create("demo");
      SmallImage.push(ecr, "demo", "1", "one");

      var put =
          ecr.putImageTagMutability(
              it -> it.repositoryName("demo").imageTagMutability(ImageTagMutability.IMMUTABLE));

      assertThat(put.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
      assertThat(put.registryId()).isEqualTo("123456789012");
      assertThat(shown().imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
      assertThatThrownBy(() -> SmallImage.push(ecr, "demo", "1", "two"))
          .isInstanceOf(ImageTagAlreadyExistsException.class);
      ecr.putImageTagMutability(
          it -> it.repositoryName("demo").imageTagMutability(ImageTagMutability.MUTABLE));
      SmallImage.push(ecr, "demo", "1", "two");
    }

    @Test
    void scanning_put_isShown() {
      create("demo");

      ecr.putImageScanningConfiguration(
          it -> it.repositoryName("demo").imageScanningConfiguration(s -> s.scanOnPush(true)));

      assertThat(shown().imageScanningConfiguration().scanOnPush()).isTrue();
      assertThat(shown().imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
    }

    @Test
    @Rule("ECR-2")
    void put_onNoRepository_isRefused() {
      assertRefused(
          () ->
              ecr.putImageTagMutability(
                  it -> it.repositoryName("demo").imageTagMutability(ImageTagMutability.IMMUTABLE)),
          "RepositoryNotFoundException",
          400,
          NOT_FOUND);
      assertRefused(
          () ->
              ecr.putImageScanningConfiguration(
                  it ->
                      it.repositoryName("demo")
                          .imageScanningConfiguration(s -> s.scanOnPush(true))),
          "RepositoryNotFoundException",
          400,
          NOT_FOUND);
    }

    @Test
    @Rule("ECR-2")
    void put_nothingOrNonsense_isRefused() {
      create("demo");

      assertRefused(
          () -> ecr.putImageTagMutability(it -> it.repositoryName("demo")),
          "InvalidParameterException",
          400,
          "Invalid parameter at 'imageTagMutability' failed to satisfy constraint: 'must not be"
              + " null'");
      assertRefused(
          () -> ecr.putImageScanningConfiguration(it -> it.repositoryName("demo")),
          "InvalidParameterException",
          400,
          "Invalid parameter at 'imageScanningConfiguration' failed to satisfy constraint: 'must"
              + " not be null'");
      assertRefused(
          () ->
              ecr.putImageTagMutability(
                  it -> it.repositoryName("demo").imageTagMutability("SOMETIMES")),
          "InvalidParameterException",
          400,
          "Invalid parameter at 'imageTagMutability' failed to satisfy constraint: 'Member must"
              + " satisfy enum value set: [IMMUTABLE, MUTABLE, MUTABLE_WITH_EXCLUSION,"
              + " IMMUTABLE_WITH_EXCLUSION]'");
    }

    @Test
    void put_exclusions_areNotModelled() {
      create("demo");

      assertThatThrownBy(
              () ->
                  ecr.putImageTagMutability(
                      it ->
                          it.repositoryName("demo").imageTagMutability("IMMUTABLE_WITH_EXCLUSION")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "spotbatch-testing does not model ecr PutImageTagMutability"
                  + " [imageTagMutability=IMMUTABLE_WITH_EXCLUSION]");
    }

    private Repository shown() {
      return ecr.describeRepositories(it -> it.repositoryNames("demo")).repositories().get(0);
    }
  }

  @Nested
  class Describe {

    @Test
    @Rule({"ECR-2", "ECR-4"})
    void describe_unknownName_isRefused() {
      assertRefused(
          () -> ecr.describeRepositories(it -> it.repositoryNames("demo")),
          "RepositoryNotFoundException",
          400,
          NOT_FOUND);
    }

    @Test
    void describe_otherRegistry_isRefused() {
      create("demo");

      assertRefused(
          () ->
              ecr.describeRepositories(it -> it.registryId("999999999999").repositoryNames("demo")),
          "RepositoryNotFoundException",
          400,
          "The repository with name 'demo' does not exist in the registry with id"
              + " '999999999999'");
    }

    @Test
    @Rule("ECR-4")
    void describe_knownName_isShownAlone() {
      create("demo");
      create("other");

      assertThat(ecr.describeRepositories(it -> it.repositoryNames("demo")).repositories())
          .extracting(Repository::repositoryName)
          .containsExactly("demo");
    }

    @Test
    void describe_namesAndPages_excludeEachOther() {
      create("demo");

      assertThatThrownBy(
              () -> ecr.describeRepositories(it -> it.repositoryNames("demo").maxResults(1)))
          .isInstanceOf(InvalidParameterException.class);
      assertThatThrownBy(
              () -> ecr.describeRepositories(it -> it.repositoryNames("demo").nextToken("x")))
          .isInstanceOf(InvalidParameterException.class);
      assertThatThrownBy(
              () ->
                  ecr.describeRepositories(
                      it -> it.repositoryNames(Collections.nCopies(101, "demo"))))
          .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void describe_allOfAnotherRegistry_isNotModelled() {
      assertThatThrownBy(() -> ecr.describeRepositories(it -> it.registryId("999999999999")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("[registryId=999999999999]");
    }

    @Test
    void describe_smallPages_comeWhole() {
      List.of("cc", "aa", "bb").forEach(RepositoriesTest.this::create);

      assertThat(ecr.describeRepositories(it -> it.maxResults(2)).repositories()).hasSize(2);
      assertThat(ecr.describeRepositoriesPaginator(it -> it.maxResults(2)).repositories())
          .extracting(Repository::repositoryName)
          .containsExactly("aa", "bb", "cc");
    }
  }

  @Nested
  class Delete {

    @Test
    @Rule("ECR-2")
    void delete_empty_isGone() {
      create("demo");

      ecr.deleteRepository(it -> it.repositoryName("demo"));

      assertThat(ecr.describeRepositories().repositories()).isEmpty();
    }

    @Test
    @Rule({"ECR-2", "ECR-3"})
    void delete_withImages_needsForce() {
      create("demo");
      SmallImage.push(ecr, "demo", "1", "layer");

      assertRefused(
          () -> ecr.deleteRepository(it -> it.repositoryName("demo")),
          "RepositoryNotEmptyException",
          400,
          "The repository with name 'demo' in registry with id '123456789012' cannot be deleted"
              + " because it still contains images");
      ecr.deleteRepository(it -> it.repositoryName("demo").force(true));
      assertThat(ecr.describeRepositories().repositories()).isEmpty();
    }

    @Test
    void delete_absent_isRefused() {
      assertRefused(
          () -> ecr.deleteRepository(it -> it.repositoryName("demo")),
          "RepositoryNotFoundException",
          400,
          NOT_FOUND);
    }
  }

  @Nested
  class Tags {

    @Test
    void tag_thenUntag_leavesTheOthers() {
      create("demo");
      ecr.tagResource(it -> it.resourceArn(ARN).tags(tag("a", "1"), tag("b", "2")));
      ecr.untagResource(it -> it.resourceArn(ARN).tagKeys("a"));

      assertThat(ecr.listTagsForResource(it -> it.resourceArn(ARN)).tags())
          .containsExactly(tag("b", "2"));
    }

    @Test
    void tag_withoutAKey_isRefused() {
      create("demo");

      assertRefused(
          () -> ecr.tagResource(it -> it.resourceArn(ARN).tags(tag(null, "1"))),
          "InvalidParameterException",
          400,
          "Invalid parameter at 'tags' failed to satisfy constraint: 'must not have a key that is"
              + " null'");
    }

    @Test
    @Rule("ECR-2")
    void tag_fiftyFirst_isRefused() {
      create("demo");
      List<Tag> tooMany = IntStream.range(0, 51).mapToObj(i -> tag("k" + i, "")).toList();

      assertRefused(
          () -> ecr.tagResource(it -> it.resourceArn(ARN).tags(tooMany)),
          "TooManyTagsException",
          400,
          "The number of tags exceeds the limit of 50 for a repository");
    }

    @Test
    void listTags_absent_isRefused() {
      assertRefused(
          () -> ecr.listTagsForResource(it -> it.resourceArn(ARN)),
          "RepositoryNotFoundException",
          400,
          NOT_FOUND);
    }
  }

  private void create(String name) {
    ecr.createRepository(it -> it.repositoryName(name));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
