package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.iam.IamClient;

/** Several accounts and Regions in one world. */
class AccountsAndRegionsTest {

  private static final String ELSEWHERE = "210987654321";
  private static final AwsCredentialsProvider OTHER = FakeAws.credentials(ELSEWHERE);

  @Test
  void regions_ofOneAccount_shareIamAndNothingElse() {
    try (FakeAws aws = FakeAws.create()) {
      make(aws, aws.account(), Region.US_EAST_1);

      assertThat(found(aws, aws.account(), Region.US_EAST_1))
          .containsExactly("definition", "repository", "r");
      assertThat(found(aws, aws.account(), Region.EU_WEST_1)).containsExactly("r");
    }
  }

  @Test
  void accounts_shareNothing() {
    try (FakeAws aws = FakeAws.create()) {
      make(aws, ELSEWHERE, Region.EU_WEST_1);

      assertThat(found(aws, ELSEWHERE, Region.EU_WEST_1))
          .containsExactly("definition", "repository", "r");
      assertThat(found(aws, ELSEWHERE, Region.US_EAST_1)).containsExactly("r");
      assertThat(found(aws, aws.account(), Region.EU_WEST_1)).isEmpty();
      assertThat(found(aws, aws.account(), Region.US_EAST_1)).isEmpty();
    }
  }

  @Test
  void arns_nameTheAccountAndRegionOfTheCaller() {
    try (FakeAws aws = FakeAws.create()) {
      make(aws, ELSEWHERE, Region.EU_WEST_1);
      Repository repository =
          aws.client(EcrClient.builder().region(Region.EU_WEST_1).credentialsProvider(OTHER))
              .describeRepositories()
              .repositories()
              .get(0);

      assertThat(repository.repositoryArn())
          .isEqualTo("arn:aws:ecr:eu-west-1:210987654321:repository/images");
    }
  }

  @Test
  void timeline_saysWhereACallWentUnlessItIsTheWorldsOwnPlace() {
    try (FakeAws aws = FakeAws.create()) {
      make(aws, aws.account(), Region.US_EAST_1);
      make(aws, ELSEWHERE, Region.EU_WEST_1);

      assertThat(aws.timeline())
          .contains(
              "batch RegisterJobDefinition  ",
              "batch RegisterJobDefinition eu-west-1 210987654321  ",
              "iam CreateRole  ",
              "iam CreateRole 210987654321  ");
    }
  }

  private static void make(FakeAws aws, String account, Region region) {
    AwsCredentialsProvider credentials = FakeAws.credentials(account);
    role(aws.client(IamClient.builder().region(region).credentialsProvider(credentials)), "r");
    aws.client(EcrClient.builder().region(region).credentialsProvider(credentials))
        .createRepository(r -> r.repositoryName("images"));
    aws.client(BatchClient.builder().region(region).credentialsProvider(credentials))
        .registerJobDefinition(
            r ->
                r.jobDefinitionName("work")
                    .type("container")
                    .containerProperties(c -> c.image("busybox").vcpus(1).memory(64)));
  }

  /** By typed clients, so that both ways in see the same. */
  private static List<String> found(FakeAws aws, String account, Region region) {
    List<String> found = new ArrayList<>();
    aws.typedClient(BatchClient.class, account, region)
        .describeJobDefinitions()
        .jobDefinitions()
        .forEach(definition -> found.add("definition"));
    aws.typedClient(EcrClient.class, account, region)
        .describeRepositories()
        .repositories()
        .forEach(repository -> found.add("repository"));
    aws.typedClient(IamClient.class, account, region).listRoles().roles().stream()
        .filter(role -> role.roleName().equals("r")) // an account has roles of its own
        .forEach(role -> found.add(role.roleName()));
    return found;
  }

  private static void role(IamClient iam, String name) {
    iam.createRole(
        r ->
            r.roleName(name)
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Principal":{"Service":"batch.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""));
  }
}
