package io.github.spotbatch.readme;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;

import io.github.spotbatch.testing.FakeAws;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import software.amazon.awssdk.services.batch.BatchClient;

// snippet spring
@SpringJUnitConfig
class RenderFarmTest {

  @Configuration // @TestConfiguration in Spring Boot
  static class Aws {

    @Bean
    FakeAws aws() {
      return FakeAws.create(); // closed with the context
    }

    @Bean
    BatchClient batchClient(FakeAws aws) {
      return aws.batch();
    }

    @Bean
    RenderFarm renderFarm(BatchClient batchClient) {
      return new RenderFarm(batchClient);
    }
  }

  @Test
  void farm_ofANewAccount_hasNoQueue(@Autowired RenderFarm farm, @Autowired FakeAws aws) {
    assertThat(farm.queues()).isZero();
    assertThat(aws.journal()).received("DescribeJobQueues", 1);
    aws.verify();
  }
}
// end
