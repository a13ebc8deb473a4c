package io.github.spotbatch.testing.internal.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustPolicyTest {

  private static final String ACCOUNT = "123456789012";
  private static final String ENVIRONMENT =
      "arn:aws:batch:us-east-1:123456789012:compute-environment/spot";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | {}",
        "true  | {'StringEquals':{'aws:SourceAccount':'123456789012'}}",
        "true  | {'StringEquals':{'AWS:sourceaccount':['1','123456789012']}}",
        "false | {'StringEquals':{'aws:SourceAccount':'210987654321'}}",
        "false | {'StringEquals':{'aws:SourceAccount':'12345678901*'}}",
        "true  | {'StringLike':{'aws:SourceAccount':'12345678901*'}}",
        "true  | {'StringLike':{'aws:SourceAccount':'12345678901?'}}",
        "false | {'StringLike':{'aws:SourceAccount':'?'}}",
        "true  | {'StringLike':{'aws:SourceArn':'arn:aws:batch:*'}}",
        "false | {'ArnLike':{'aws:SourceArn':'arn:aws:batch:*'}}",
        "true  | {'ArnLike':{'aws:SourceArn':'arn:aws:batch:*:*:*'}}",
        "true  | {'ArnLike':{'aws:SourceArn':['arn:aws:batch:us-east-1:123456789012:job/*',"
            + "'arn:aws:batch:us-east-1:123456789012:compute-environment/*']}}",
        "false | {'ArnLike':{'aws:SourceArn':'arn:aws:batch:us-east-1:123456789012:job/*'}}",
        "false | {'ArnLike':{'aws:SourceArn':'arn:aws:batch:*:compute-environment/*'}}",
        "true  | {'ArnEquals':{'aws:SourceArn':'arn:aws:batch:us-east-1:*:compute-environment/*'}}",
        "false | {'StringEquals':{'aws:SourceArn':'arn:aws:batch:us-east-1:123456789012:*'}}",
        "false | {'ArnLike':{'aws:SourceAccount':'123456789012'}}",
        "false | {'StringEquals':{'aws:SourceAccount':'123456789012'},"
            + "'ArnLike':{'aws:SourceArn':'arn:aws:batch:eu-west-1:123456789012:*'}}",
        "false | {'StringEquals':{'aws:SourceAccount':'123456789012','aws:SourceArn':'x'}}",
        "false | {'StringEqualsIfExists':{'aws:SourceAccount':'1'}}",
      })
  void condition_onWhatTheServiceSends_holdsOrNot(boolean holds, String condition) {
    TrustPolicy policy = policy(statement("Allow", "batch", condition));

    assertThat(policy.lets(Assumer.batch(ACCOUNT, ENVIRONMENT))).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false | {'StringEquals':{'aws:SourceAccount':'123456789012'}}",
        "false | {'StringLike':{'aws:SourceAccount':'*'}}",
        "false | {'ArnLike':{'aws:SourceArn':'arn:*:*:*:*:*'}}",
        "true  | {'StringEqualsIfExists':{'aws:SourceAccount':'1'}}",
        "true  | {'ArnLikeIfExists':{'aws:SourceArn':'x'}}",
        "false | {'ArnLikeIfExists':{'aws:SourceArn':'x'},'StringLike':{'aws:SourceArn':'*'}}",
      })
  void condition_onWhatTheServiceDoesNotSend_holdsOnlyIfItMayBeAbsent(
      boolean holds, String condition) {
    assertThat(policy(statement("Allow", "ec2", condition)).lets(Assumer.ec2())).isEqualTo(holds);
    assertThat(policy(statement("Allow", "spotfleet", condition)).lets(Assumer.spotFleet()))
        .isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:ecs:us-east-1:123456789012:*, true",
    "arn:aws:ecs:*:123456789012:*, true",
    "arn:aws:ecs:eu-west-1:123456789012:*, false",
    "arn:aws:ecs:us-east-1:123456789012:cluster/*, false",
  })
  void condition_onEcs_canNameAllOfItOnly(String pattern, boolean holds) {
    String condition = "{'ArnLike':{'aws:SourceArn':'" + pattern + "'}}";

    assertThat(
            policy(statement("Allow", "ecs-tasks", condition))
                .lets(Assumer.ecsTasks(ACCOUNT, "arn:aws:ecs:us-east-1:123456789012:*")))
        .isEqualTo(holds);
  }

  @Test
  void statements_areAskedEachForItself() {
    String wrong = statement("Allow", "batch", "{'StringEquals':{'aws:SourceAccount':'1'}}");
    String right = statement("Allow", "batch", "{}");
    String denial =
        statement("Deny", "batch", "{'StringEquals':{'aws:SourceAccount':'123456789012'}}");

    assertThat(lets(wrong, right)).isTrue();
    assertThat(lets(right, denial)).isFalse();
    assertThat(lets(right, denial.replace("123456789012", "1"))).isTrue();
    assertThat(lets(denial)).isFalse();
    assertThat(lets(right, toEveryone(denial, "'*'"))).isFalse();
    assertThat(lets(right, toEveryone(denial, "{'AWS':'*'}"))).isFalse();
    assertThat(lets(toEveryone(right, "'*'"))).isFalse();
    assertThat(lets(right.replace("sts:AssumeRole", "sts:TagSession"))).isFalse();
    assertThat(lets(right.replace("sts:AssumeRole", "sts:Assume*"))).isTrue();
  }

  @Test
  void unmodelled_isToldAndNeverGuessed() {
    TrustPolicy policy =
        policy(statement("Allow", "batch", "{'Bool':{'aws:SecureTransport':'true'}}"));

    assertThat(policy.unmodelled()).hasToString("[Bool aws:SecureTransport [true]]");
    assertThatThrownBy(() -> policy.lets(Assumer.batch(ACCOUNT, ENVIRONMENT)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("spotbatch-testing does not model Bool aws:SecureTransport [true]");
  }

  private static boolean lets(String... statements) {
    return policy(statements).lets(Assumer.batch(ACCOUNT, ENVIRONMENT));
  }

  private static String toEveryone(String statement, String principal) {
    return statement.replaceFirst("\\{\"Service\":\"[^\"]*\"}", principal.replace('\'', '"'));
  }

  private static TrustPolicy policy(String... statements) {
    return TrustPolicy.of("{\"Statement\":[" + String.join(",", statements) + "]}");
  }

  private static String statement(String effect, String service, String condition) {
    String statement =
        ("{'Effect':'%s','Principal':{'Service':'%s.amazonaws.com'},'Action':'sts:AssumeRole',"
                + "'Condition':%s}")
            .formatted(effect, service, condition);
    return statement.replace('\'', '"');
  }
}
