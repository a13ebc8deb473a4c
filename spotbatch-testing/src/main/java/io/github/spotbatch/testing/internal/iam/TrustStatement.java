package io.github.spotbatch.testing.internal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * One statement of a trust policy, as far as it is about AWS services.
 *
 * @param allows else it denies
 * @param services their principals
 * @param assuming whether it is about assuming the role at all
 * @param conditions which must all hold
 */
record TrustStatement(
    boolean allows, Set<String> services, boolean assuming, List<PolicyCondition> conditions) {

  private static final String ASSUME_ROLE = "sts:AssumeRole";
  private static final Set<String> KEYS = Set.of(Assumer.SOURCE_ACCOUNT, Assumer.SOURCE_ARN);

  static TrustStatement of(JsonNode statement) {
    boolean allows = statement.path("Effect").asText().equals("Allow");
    return new TrustStatement(
        allows,
        services(statement.path("Principal"), allows),
        PolicyDocument.isAbout(statement, ASSUME_ROLE),
        PolicyCondition.of(statement));
  }

  /** A denial to everyone is one to services. That what all may do, they may, is not known. */
  private static Set<String> services(JsonNode principal, boolean allows) {
    boolean everyone =
        principal.asText().equals("*") || PolicyDocument.texts(principal.path("AWS")).contains("*");
    return everyone && !allows
        ? Assumer.PLAYED
        : Set.copyOf(PolicyDocument.texts(principal.path("Service")));
  }

  boolean isAbout(Assumer service) {
    return assuming
        && service.principals().stream().anyMatch(services::contains)
        && conditions.stream().allMatch(condition -> holds(condition, service));
  }

  private static boolean holds(PolicyCondition condition, Assumer service) {
    if (!isModelled(condition)) {
      throw condition.unsupported();
    }
    return condition.holds(service.keys());
  }

  private static boolean isModelled(PolicyCondition condition) {
    return KEYS.contains(condition.lowerKey()) && condition.isModelled();
  }

  /** The conditions on services that the fake plays, but does not model. */
  List<PolicyCondition> unmodelled() {
    return services.stream().anyMatch(Assumer.PLAYED::contains)
        ? conditions.stream().filter(condition -> !isModelled(condition)).toList()
        : List.of();
  }
}
