package io.github.spotbatch.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.StackSpec;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CompiledStackTest {

  @Nested
  class Requests {

    @Test
    void compile_recipe_equalsTheRecipesMeaning() throws IOException {
      Golden.assertMatchesWritten(compiled(SampleStacks.recipe()), "recipe.txt");
    }

    @Test
    void compile_onlyWhatIsRequired_matchesGoldenFile() throws IOException {
      Golden.assertMatches(compiled(SampleStacks.defaults()), "defaults.txt");
    }

    @Test
    void compile_spotWithOnDemandFallbackInOwnNetwork_matchesGoldenFile() throws IOException {
      Target own =
          new Target(
              "123456789012",
              "cn-north-1",
              "aws-cn",
              "vpc-0123456789abcdef0",
              List.of("subnet-0a", "subnet-0b"),
              List.of("sg-0a"));
      Golden.assertMatches(
          rendered(CompiledStack.compile(SampleStacks.fallback(), own, Map.of())), "fallback.txt");
    }

    @Test
    void compile_everyOptionOfADefinition_matchesGoldenFile() throws IOException {
      Golden.assertMatches(compiled(SampleStacks.everyOption()), "every-option.txt");
    }

    private String compiled(StackSpec stack) {
      return rendered(CompiledStack.compile(stack, SampleStacks.TARGET, Map.of()));
    }

    private String rendered(CompiledStack stack) {
      return stack.resources().stream().map(this::rendered).collect(Collectors.joining("\n"));
    }

    private String rendered(CompiledResource resource) {
      String requests =
          resource.requests().stream()
              .map(r -> RequestJson.operation(r) + " " + RequestJson.render(r) + "\n")
              .collect(Collectors.joining());
      return resource.kind() + " " + resource.name() + "\n" + requests;
    }
  }

  @Nested
  class Order {

    @Test
    void compile_anyStack_everythingComesAfterWhatItNeeds() {
      for (StackSpec stack :
          List.of(
              SampleStacks.recipe(),
              SampleStacks.defaults(),
              SampleStacks.fallback(),
              SampleStacks.everyOption())) {
        Set<CompiledResource.Id> before = new HashSet<>();
        for (CompiledResource resource :
            CompiledStack.compile(stack, SampleStacks.TARGET, Map.of()).resources()) {
          assertThat(before).as("before %s", resource.id()).containsAll(resource.dependsOn());
          before.add(resource.id());
        }
      }
    }

    @Test
    void compile_recipe_environmentNeedsRoleProfileAndSecurityGroup() {
      CompiledResource environment =
          CompiledStack.compile(SampleStacks.recipe(), SampleStacks.TARGET, Map.of())
              .resources()
              .stream()
              .filter(resource -> resource.name().equals("spot"))
              .findFirst()
              .orElseThrow();

      assertThat(environment.dependsOn())
          .extracting(CompiledResource.Id::toString)
          .containsExactlyInAnyOrder(
              "role batch-demo-x7k2p9-eu-central-1-service",
              "instance profile batch-demo-x7k2p9-eu-central-1-instance",
              "security group batch-demo-x7k2p9");
    }
  }

  @Nested
  class Remarks {

    @Test
    void compile_ownServiceRole_notesItsPrice() {
      assertThat(
              CompiledStack.compile(SampleStacks.recipe(), SampleStacks.TARGET, Map.of())
                  .resources())
          .flatExtracting(CompiledResource::notes)
          .singleElement()
          .asString()
          .contains("can never change its instances in place");
    }

    @Test
    void compile_specWarns_passesTheWarningsOn() {
      StackSpec stack = SampleStacks.recipe();
      StackSpec unwise =
          stack.toBuilder()
              .jobDefinitions(
                  List.of(
                      stack.jobDefinitions().get(0).toBuilder()
                          .retryPolicy(RetryPolicy.attempts(10))
                          .build()))
              .build();

      assertThat(CompiledStack.compile(unwise, SampleStacks.TARGET, Map.of()).warnings())
          .isEqualTo(unwise.warnings());
    }
  }
}
