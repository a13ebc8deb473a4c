package io.github.spotbatch.testing.internal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    boolean allows, Set<String> services, boolean assuming, List<TrustCondition> conditions) {

  private static final String ASSUME_ROLE = "sts:AssumeRole";

  static TrustStatement of(JsonNode statement) {
    List<TrustCondition> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> operator : statement.path("Condition").properties()) {
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        conditions.add(
            new TrustCondition(
                operator.getKey(), key.getKey(), PolicyDocument.texts(key.getValue())));
      }
    }
    boolean allows = statement.path("Effect").asText().equals("Allow");
    return new TrustStatement(
        allows,
        services(statement.path("Principal"), allows),
        PolicyDocument.isAbout(statement, ASSUME_ROLE),
        List.copyOf(conditions));
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
        && conditions.stream().allMatch(condition -> condition.holds(service.keys()));
  }

  /** The conditions on services that the fake plays, but does not model. */
  List<TrustCondition> unmodelled() {
    return services.stream().anyMatch(Assumer.PLAYED::contains)
        ? conditions.stream().filter(condition -> !condition.modelled()).toList()
        : List.of();
  }
}
