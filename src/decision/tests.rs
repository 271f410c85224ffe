//! The decision table and the policies, case by case.


